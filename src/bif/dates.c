/* bif/dates.c - dates and times of day, universal and local. */
#include "bif/arguments.h"
#include "platform/host.h"
#include "process/state.h"

/* {{Year, Month, Day}, {Hour, Minute, Second}} */
struct date_time {
    int64_t year, month, day, hour, minute, second;
};
enum { SECONDS_A_DAY = 86400, YEAR_MAX = INT32_MAX - 1, POSIX_YEAR_MIN = 1600 };

static bool is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int64_t days_in(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Three small integers of a tuple. */
static bool read_three(term t, int64_t *a, int64_t *b, int64_t *c)
{
    if (!is_tuple_of(t, 3)) return false;
    const term *e = tuple_elements(t);
    if (!is_small(e[0]) || !is_small(e[1]) || !is_small(e[2])) return false;
    *a = small_value(e[0]), *b = small_value(e[1]), *c = small_value(e[2]);
    return true;
}

static bool read_date_time(term t, int64_t year_min, struct date_time *d)
{
    if (!is_tuple_of(t, 2)) return false;
    const term *e = tuple_elements(t);
    if (!read_three(e[0], &d->year, &d->month, &d->day)) return false;
    if (!read_three(e[1], &d->hour, &d->minute, &d->second)) return false;
    if (d->year < year_min || d->year > YEAR_MAX || d->month < 1 || d->month > 12) return false;
    if (d->day < 1 || d->day > days_in(d->year, d->month)) return false;
    return d->hour >= 0 && d->hour < 24 && d->minute >= 0 && d->minute < 60 && d->second >= 0 && d->second < 60;
}

/* Days from 1970-01-01, of the proleptic Gregorian calendar; years begin in March, so that the leap day is last. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t seconds_of(const struct date_time *d)
{
    return days_of(d->year, d->month, d->day) * SECONDS_A_DAY + d->hour * 3600 + d->minute * 60 + d->second;
}

static struct date_time date_time_of(int64_t seconds)
{
    int64_t days = seconds / SECONDS_A_DAY, rest = seconds % SECONDS_A_DAY;
    if (rest < 0) days--, rest += SECONDS_A_DAY;
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), m = (5 * of_year + 2) / 153;
    struct date_time d = {.month = m < 10 ? m + 3 : m - 9, .day = of_year - (153 * m + 2) / 5 + 1};
    d.year = year + era * 400 + (d.month <= 2);
    d.hour = rest / 3600, d.minute = rest / 60 % 60, d.second = rest % 60;
    return d;
}

static term build_date(term **hp, const struct date_time *d)
{
    return build_tuple3(hp, small(d->year), small(d->month), small(d->day));
}

static term build_time(term **hp, const struct date_time *d)
{
    return build_tuple3(hp, small(d->hour), small(d->minute), small(d->second));
}

static enum bif_end answer(struct process *p, const struct date_time *d, term *result)
{
    term *hp = heap_alloc(&p->heap, 2 * TUPLE_WORDS(3) + TUPLE_WORDS(2));
    if (!hp) return bif_no_memory(p);
    term date = build_date(&hp, d), time = build_time(&hp, d);
    *result = build_tuple2(&hp, date, time);
    return BIF_DONE;
}

static int64_t now_seconds(void) { return clock_system() / 1000000000; }

static bool to_local(int64_t seconds, struct date_time *d)
{
    struct host_date l;
    bool dst;
    if (!host_local_date(seconds, &l, &dst)) return false;
    *d = (struct date_time){l.year, l.month, l.day, l.hour, l.minute, l.second};
    return true;
}

/* Local time; where the host knows none, universal time. */
static struct date_time local_now(void)
{
    struct date_time d;
    int64_t now = now_seconds();
    return to_local(now, &d) ? d : date_time_of(now);
}

enum bif_end bif_erlang_universaltime_0(struct process *p, term *args, term *result)
{
    struct date_time d = date_time_of(now_seconds());
    (void)args;
    return answer(p, &d, result);
}

enum bif_end bif_erlang_localtime_0(struct process *p, term *args, term *result)
{
    struct date_time d = local_now();
    (void)args;
    return answer(p, &d, result);
}

enum bif_end bif_erlang_date_0(struct process *p, term *args, term *result)
{
    struct date_time d = local_now();
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(3));
    (void)args;
    if (!hp) return bif_no_memory(p);
    *result = build_date(&hp, &d);
    return BIF_DONE;
}

enum bif_end bif_erlang_time_0(struct process *p, term *args, term *result)
{
    struct date_time d = local_now();
    term *hp = heap_alloc(&p->heap, TUPLE_WORDS(3));
    (void)args;
    if (!hp) return bif_no_memory(p);
    *result = build_time(&hp, &d);
    return BIF_DONE;
}

enum { LOCAL_YEAR_MIN = 1902 }; /* OTP's least year of local times */

enum bif_end bif_erlang_localtime_to_universaltime_2(struct process *p, term *args, term *result)
{
    struct date_time d;
    int dst = same(args[1], A(true)) ? 1 : same(args[1], A(false)) ? 0 : -1;
    int64_t seconds;
    if (dst < 0 && !same(args[1], A(undefined))) return bif_badarg(p);
    if (!read_date_time(args[0], LOCAL_YEAR_MIN, &d)) return bif_badarg(p);
    struct host_date l = {(int32_t)d.year, (int32_t)d.month,  (int32_t)d.day,
                          (int32_t)d.hour, (int32_t)d.minute, (int32_t)d.second};
    if (!host_seconds_of_local(&l, dst, &seconds)) return bif_badarg(p);
    d = date_time_of(seconds);
    return answer(p, &d, result);
}

enum bif_end bif_erlang_universaltime_to_localtime_1(struct process *p, term *args, term *result)
{
    struct date_time d;
    if (!read_date_time(args[0], LOCAL_YEAR_MIN, &d) || !to_local(seconds_of(&d), &d)) return bif_badarg(p);
    return answer(p, &d, result);
}

enum bif_end bif_erlang_universaltime_to_posixtime_1(struct process *p, term *args, term *result)
{
    struct date_time d;
    if (!read_date_time(args[0], POSIX_YEAR_MIN, &d)) return bif_badarg(p);
    return bif_value(p, heap_i64(&p->heap, seconds_of(&d)), result);
}

enum bif_end bif_erlang_posixtime_to_universaltime_1(struct process *p, term *args, term *result)
{
    int64_t seconds;
    if (!argument_int64(args[0], &seconds)) return bif_badarg(p);
    struct date_time d = date_time_of(seconds);
    return answer(p, &d, result);
}
