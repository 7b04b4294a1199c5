# Writes what becomes of each of ExUnit's tests as conformance_hook.erl does for common_test, into the file $CONFORMANCE_RECORD.
defmodule ConformanceFormatter do
  use GenServer

  def init(_), do: {:ok, System.fetch_env!("CONFORMANCE_RECORD")}

  def handle_cast({:test_started, test}, file), do: write(file, ["begin\t", key(test)])

  def handle_cast({:test_finished, test}, file) do
    {outcome, reason} = outcome(test)
    write(file, ["end\t", key(test), "\t", outcome, "\t", reason])
  end

  def handle_cast({:suite_finished, _}, file), do: write(file, "whole")
  def handle_cast(_, file), do: {:noreply, file}

  defp write(file, line) do
    File.write!(file, [line, "\n"], [:append])
    {:noreply, file}
  end

  defp key(test), do: one_line("#{inspect(test.module)}.#{test.name}")

  defp outcome(%{state: nil}), do: {"passed", ""}
  defp outcome(%{state: {kind, reason}}) when kind in [:skipped, :excluded], do: {"skipped", one_line(reason)}
  defp outcome(%{state: {:invalid, _}}), do: {"failed", "setup_all failed"}

  defp outcome(%{state: {:failed, failures}} = test) do
    {"failed", one_line(ExUnit.Formatter.format_test_failure(test, failures, 1, :infinity, fn _, text -> text end))}
  end

  defp one_line(text), do: text |> String.replace(~r/\s+/, " ") |> String.slice(0, 500)
end

Application.load(:ex_unit)
ExUnit.configure(formatters: [ConformanceFormatter])
