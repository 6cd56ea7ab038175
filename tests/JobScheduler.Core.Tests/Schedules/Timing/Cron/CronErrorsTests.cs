using CsCheck;
using JobScheduler.Core.Tests.Schedules.Oracle;
using JobScheduler.Schedules;
using JobScheduler.TestKit;

namespace JobScheduler.Core.Tests.Schedules.Timing.Cron;

/// <summary>What is said of expressions that are wrong.</summary>
public sealed class CronErrorsTests
{
    [Theory]
    [InlineData("0 0 42 * *", "field 3 (day of month): 42 is not in 1-31")]
    [InlineData("0 0 0 42 * *", "field 4 (day of month): 42 is not in 1-31")]
    [InlineData("60 0 0 * * *", "field 1 (second): 60 is not in 0-59")]
    [InlineData("60 * * * *", "field 1 (minute): 60 is not in 0-59")]
    [InlineData("0 24 * * *", "field 2 (hour): 24 is not in 0-23")]
    [InlineData("0 0 0 * *", "field 3 (day of month): 0 is not in 1-31")]
    [InlineData("0 0 * 13 *", "field 4 (month): 13 is not in 1-12")]
    [InlineData("0 0 * * 8", "field 5 (day of week): 8 is not in 0-7")]
    [InlineData("0 0 * * FRX", "field 5 (day of week): 'FRX' is not a day: SUN-SAT or 0-7")]
    [InlineData("0 0 * * frx", "field 5 (day of week): 'FRX' is not a day: SUN-SAT or 0-7")]
    [InlineData("0 0 * * MONDAY", "field 5 (day of week): 'MONDAY' is not a day: SUN-SAT or 0-7")]
    [InlineData("0 0 * FOO *", "field 4 (month): 'FOO' is not a month: JAN-DEC or 1-12")]
    [InlineData("x * * * *", "field 1 (minute): 'X' is not a number in 0-59")]
    [InlineData("-1 * * * *", "field 1 (minute): a value is missing")]
    [InlineData("1- * * * *", "field 1 (minute): a value is missing")]
    [InlineData("1,,2 * * * *", "field 1 (minute): a value is missing")]
    [InlineData("*/0 * * * *", "field 1 (minute): step 0 is not in 1-59")]
    [InlineData("*/60 * * * *", "field 1 (minute): step 60 is not in 1-59")]
    [InlineData("*/ * * * *", "field 1 (minute): the step is missing")]
    [InlineData("0/x * * * *", "field 1 (minute): step 'X' is not a number in 1-59")]
    [InlineData("*5 * * * *", "field 1 (minute): '*' stands alone or with a step (*/5), not as in '*5'")]
    [InlineData("5,* * * * *", "field 1 (minute): '*' cannot be part of a list")]
    [InlineData("H,5 * * * *", "field 1 (minute): 'H' stands alone or with a step (H/5), not as in 'H,5'")]
    [InlineData("0 0 H/29 * *", "field 3 (day of month): step 29 is not in 1-28")]
    [InlineData("007 * * * *", "field 1 (minute): 007 has more than two digits")]
    [InlineData("1.5 * * * *", "field 1 (minute): '1.5' is not a number in 0-59")]
    [InlineData("10-5-3 * * * *", "field 1 (minute): '5-3' is not a number in 0-59")]
    [InlineData("0 0 L,15 * *", "field 3 (day of month): 'L' and 'W' cannot be part of a list: 'L,15'")]
    [InlineData("0 0 L-31 * *", "field 3 (day of month): distance from the last day 31 is not in 0-30")]
    [InlineData("0 0 W * *", "field 3 (day of month): a value is missing")]
    [InlineData("0 0 32W * *", "field 3 (day of month): 32 is not in 1-31")]
    [InlineData("0 0 1-5W * *", "field 3 (day of month): '1-5' is not a number in 1-31")]
    [InlineData("0 0 15WL * *", "field 3 (day of month): '15WL' is not L, L-3, LW, L-3W, 15W or a number in 1-31")]
    [InlineData("0 0 LX * *", "field 3 (day of month): 'LX' is not L, L-3, LW, L-3W, 15W or a number in 1-31")]
    [InlineData("0 0 * * MON#6", "field 5 (day of week): week 6 is not in 1-5")]
    [InlineData("0 0 * * MON#", "field 5 (day of week): the week is missing")]
    [InlineData("0 0 * * #2", "field 5 (day of week): '#' needs a day before it: FRI#2, FRIL")]
    [InlineData("0 0 * * L", "field 5 (day of week): 'L' needs a day before it: FRI#2, FRIL")]
    [InlineData("0 0 * * MON,FRI#2", "field 5 (day of week): '#' takes one day (FRI#2, FRIL), no list, range or step: 'MON,FRI#2'")]
    [InlineData("0 0 * * 5W", "field 5 (day of week): '5W' is not a day: SUN-SAT or 0-7")]
    [InlineData("0 L * * *", "field 2 (hour): 'L' is not a number in 0-23")]
    [InlineData("* * * *", "has 4 fields; a cron expression has 5 (minute hour day-of-month month day-of-week) or 6 (seconds first)")]
    [InlineData("daily", "has 1 field; a cron expression has 5 (minute hour day-of-month month day-of-week) or 6 (seconds first)")]
    [InlineData(
        "0 0 0 1 1 * * *", "has 8 fields; a cron expression has 5 (minute hour day-of-month month day-of-week) or 6 (seconds first)")]
    [InlineData("", "must not be empty")]
    [InlineData(" \t ", "must not be empty")]
    [InlineData(
        "@fortnightly",
        "'@fortnightly' is not one of @every_second, @every_minute, @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually")]
    [InlineData("0 0 * * *\0", "field 5 (day of week): '*' stands alone or with a step (*/5), not as in '*?'")]
    [InlineData("0\n0 * * * *", "field 1 (minute): '0?0' is not a number in 0-59")]
    [InlineData("٣ * * * *", "field 1 (minute): '?' is not a number in 0-59")]
    public void CheckSpec_an_expression_that_is_wrong_is_refused_with_its_place(string cron, string message) =>
        Assert.Equal([message], Errors(cron));

    /// <summary>In Quartz and EventBridge, days of the week count from 1, which is Sunday.</summary>
    [Theory]
    [InlineData("0 15 10 ? * MON-FRI *", "has 7 fields, as in Quartz, where the last one is the year; write '0 15 10 ? * MON-FRI'")]
    [InlineData("0 0 12 ? * 2-6 *", "has 7 fields, as in Quartz, where the last one is the year; write '0 0 12 ? * MON-FRI'")]
    [InlineData("0 15 10 ? * 6#3 *", "has 7 fields, as in Quartz, where the last one is the year; write '0 15 10 ? * FRI#3'")]
    [InlineData("0 15 10 ? * 6L *", "has 7 fields, as in Quartz, where the last one is the year; write '0 15 10 ? * FRIL'")]
    [InlineData(
        "0 0 0 1 1 ? 2026-2028",
        "has 7 fields, as in Quartz, where the last one is the year; write '0 0 0 1 1 ?', and limit the years by startAt and endAt")]
    [InlineData("0 0 0 1 1 99 *", "has 7 fields, as in Quartz, where the last one is the year; leave it out")]
    [InlineData(
        "cron(0 10 * * ? *)", "'cron(0 10 * * ? *)' is EventBridge's form, where the last field is the year; write '0 10 * * ?'")]
    [InlineData(
        " CRON(0 8 ? * 1,7 *) ", "'CRON(0 8 ? * 1,7 *)' is EventBridge's form, where the last field is the year; write '0 8 ? * SUN,SAT'")]
    [InlineData("cron(0 10 * * *)", "write the expression alone, without cron(…)")]
    [InlineData(
        "rate(5 minutes)",
        "'rate(5 minutes)' is EventBridge's form of an interval; use the spec { \"type\": \"interval\", \"every\": \"5m\" }")]
    [InlineData("rate(soon)", "'rate(soon)' is EventBridge's form of an interval; use a spec of type interval")]
    [InlineData("@every 1h30m", "'@every 1h30m' is an interval; use the spec { \"type\": \"interval\", \"every\": \"1h30m\" }")]
    public void CheckSpec_an_expression_of_another_scheduler_is_explained(string cron, string message) =>
        Assert.Equal([message], Errors(cron));

    [Fact]
    public void CheckSpec_all_fields_that_are_wrong_are_named() => Assert.Equal(
        [
            "field 1 (minute): 61 is not in 0-59",
            "field 1 (minute): step 0 is not in 1-59",
            "field 2 (hour): 25 is not in 0-23",
            "field 3 (day of month): 'X' is not a number in 1-31",
            "field 4 (month): 'FOO' is not a month: JAN-DEC or 1-12",
            "field 5 (day of week): 9 is not in 0-7",
        ],
        Errors("61,3/0 25 x foo 9"));

    [Theory]
    [InlineData("5 4 * * *")]
    [InlineData("0 22-2 * * FRI-MON")]
    [InlineData("*/15 0-23/2 1,15 JAN,JUL-SEP ?")]
    [InlineData("0 0 L-3W * *")]
    [InlineData("0 0 LW * *")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 31W * *")]
    [InlineData("0 0 * * 5L")]
    [InlineData("0 0 * * sun#5")]
    [InlineData("  H   H/4 H H H  ")]
    [InlineData("0\t0\t1\t1\t7")]
    [InlineData("05 09 01 01 *")]
    [InlineData("0 0 30 2 *")]
    public void CheckSpec_an_expression_that_is_right_is_accepted(string cron) => Assert.Empty(Errors(cron));

    [Fact]
    public void CheckSpec_a_long_expression_is_refused_unread()
    {
        Assert.Equal(["is longer than 256 characters"], Errors(new string('1', 10_000)));
        Assert.Equal(["is longer than 256 characters"], Errors(string.Join(',', Enumerable.Repeat("1", 4000)) + " * * * *"));
        Assert.Empty(Errors(string.Join(',', Enumerable.Range(0, 84).Select(i => i % 60)).PadRight(0)[..200].TrimEnd(',') + " * * * *"));
    }

    [Fact]
    public void CheckSpec_never_says_back_more_than_40_characters() =>
        Assert.All(Errors($"{new string('x', 100)} {new string('9', 100)} * * *"), message => Assert.InRange(message.Length, 1, 120));

    [Fact]
    public void CheckSpec_of_anything_gives_errors_or_none_and_never_fails()
    {
        var letters = Gen.Char["0123456789*/,-?LWH#@ \tMONFRIJAN\0\u0130ı\ud800é"];
        var near = Gen.Select(letters.Array[1, 3], Gen.OneOf("*", "1", "MON"), (chars, field) => new string(chars) + field);
        var fields = near.Array[4, 7].Select(parts => string.Join(' ', parts));
        Gen.OneOf(Gen.String, letters.Array[0, 40].Select(chars => new string(chars)), fields).Sample(
            text =>
            {
                // What is accepted can be compiled: the checks let nothing through that the parser refuses.
                if (Errors(text) is [])
                {
                    Subject.Times(Subject.Cron(text)).Next(Subject.At("2026-01-01T00:00:00Z"));
                }

                Assert.DoesNotContain(Errors(text), message => message.EndsWith("is not a cron expression", StringComparison.Ordinal));
            },
            iter: Breadth.Of(200_000, 40_000));
    }

    private static IReadOnlyList<string> Errors(string cron)
    {
        var errors = new ErrorList();
        ScheduleRules.CheckSpec(Subject.Cron(cron), "spec", errors);
        return errors.ToDictionary().GetValueOrDefault("spec.cron", []);
    }
}
