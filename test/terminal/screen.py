"""screen.py - what a terminal shows: a small xterm without colours, fed with the bytes that a program writes."""
import unicodedata


def width(c):
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


class Screen:
    """rows x columns of characters; text() is what a user sees, with the cursor shown as a bar."""

    def __init__(self, rows, columns, answer):
        self.rows, self.columns, self.answer = rows, columns, answer
        self.lines = [[]]
        self.row = self.column = self.bells = 0
        self.saved = (0, 0)
        self.wraps = False  # the last column is written: the next character goes to the next row
        self.pending = ""

    # -- what users of this class ask --------------------------------------------------------------
    def text(self):
        shown = ["".join(line) for line in self.lines]
        here = shown[self.row].ljust(self.column)
        at, cells = 0, 0
        while at < len(here) and cells < self.column:
            cells += width(here[at])
            at += 1
        shown[self.row] = here[:at] + "│" + here[at:]
        return "\n".join(line.rstrip() for line in shown).rstrip()

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns

    def feed(self, text):
        text = self.pending + text
        at = 0
        while at < len(text):
            if text[at] != "\033":
                self.character(text[at])
                at += 1
                continue
            end = self.sequence_end(text, at)
            if end is None:
                break
            self.obey(text[at + 1 : end])
            at = end
        self.pending = text[at:]

    # -- the inside ----------------------------------------------------------------------------------
    @staticmethod
    def sequence_end(text, at):
        if at + 1 >= len(text):
            return None
        if text[at + 1] in "()":
            return at + 3 if at + 2 < len(text) else None
        if text[at + 1] != "[":
            return at + 2
        for end in range(at + 2, len(text)):
            if "@" <= text[end] <= "~":
                return end + 1
        return None

    def top(self):
        """The first row of the window: what is above has scrolled away, and stays in lines."""
        return max(0, len(self.lines) - self.rows)

    def line_feed(self):
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append([])

    def character(self, c):
        if c == "\n":
            self.line_feed()
        elif c == "\r":
            self.column = 0
        elif c == "\b":
            self.column = max(0, self.column - 1)
        elif c == "\a":
            self.bells += 1
        elif c == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)
        elif c >= " " and c != "\x7f":
            self.show(c)
            return
        self.wraps = False

    def show(self, c):
        cells = width(c)
        if cells == 0:
            return
        if self.wraps or self.column + cells > self.columns:
            self.column = 0
            self.line_feed()
        line = self.lines[self.row]
        line.extend(" " * (self.column + cells - len(line)))
        line[self.column] = c
        if cells == 2:
            line[self.column + 1] = ""
        self.column += cells
        self.wraps = self.column == self.columns
        if self.wraps:
            self.column -= 1

    def obey(self, sequence):
        if sequence[0] != "[":
            if sequence[0] == "7":
                self.saved = (self.row, self.column)
            elif sequence[0] == "8":
                self.row, self.column = self.saved
            return
        how, numbers = sequence[-1], sequence[1:-1]
        if numbers[:1] == "?":
            return
        numbers = [int(n) if n else 0 for n in numbers.split(";")]
        n = max(1, numbers[0])
        line = self.lines[self.row]
        if how == "A":
            self.row = max(self.top(), self.row - n)
        elif how == "B":
            for _ in range(n):
                if self.row + 1 < self.top() + self.rows:
                    self.line_feed()
        elif how == "C":
            self.column = min(self.columns - 1, self.column + n)
        elif how == "D":
            self.column = max(0, self.column - n)
        elif how == "G":
            self.column = min(self.columns, n) - 1
        elif how == "H":
            self.move(n, max(1, numbers[1] if len(numbers) > 1 else 1))
        elif how == "J":
            self.clear(numbers[0])
        elif how == "K":
            del line[self.column :]
        elif how == "P":
            del line[self.column : self.column + n]
        elif how == "@":
            line[self.column : self.column] = " " * n
        elif how == "n" and numbers[0] == 6:
            self.answer(f"\033[{self.row - self.top() + 1};{self.column + 1}R")
        elif how not in "mhlrct":
            raise ValueError(f"no terminal of this test knows ESC {sequence}")
        self.wraps = False

    def move(self, row, column):
        self.row, self.column = self.top() + min(row, self.rows) - 1, min(column, self.columns) - 1
        while self.row >= len(self.lines):
            self.lines.append([])

    def clear(self, what):
        if what == 2:
            self.lines = [[] for _ in self.lines]
            return
        del self.lines[self.row][self.column :]
        for line in self.lines[self.row + 1 :]:
            line.clear()
