using JobScheduler.Core.Tests.Schedules.Oracle;

namespace JobScheduler.Core.Tests.Schedules.Timing.Cron;

/// <summary>All ranges with all steps, against a walk around the circle of values by hand.</summary>
public sealed class CronRangeTests
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>A Sunday.</summary>
    private static readonly DateTimeOffset First = new(2027, 1, 3, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_of_every_range_of_weekdays_is_found_by_walking()
    {
        var wrong = new List<string>();
        for (var from = 0; from <= 7; from++)
        {
            for (var to = 0; to <= 7; to++)
            {
                for (var step = 1; step <= 7; step++)
                {
                    var expected = Walk(from, to, step);
                    Compare($"{from}-{to}/{step}", expected, wrong);
                    if (from < 7 && to < 7)
                    {
                        Compare($"{Days[from]}-{Days[to]}/{step}", expected, wrong);
                        Compare($"{from}-{Days[to]}/{step}", expected, wrong);
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("7-6/2", "SUN TUE THU SAT")]
    [InlineData("7-1/2", "SUN")]
    [InlineData("7-2", "SUN MON TUE")]
    [InlineData("5-7", "SUN FRI SAT")]
    [InlineData("SAT-MON/2", "MON SAT")]
    [InlineData("FRI-1/2", "SUN FRI")]
    [InlineData("7", "SUN")]
    [InlineData("07", "SUN")]
    [InlineData("7-7", "SUN")]
    [InlineData("7-0", "SUN")]
    [InlineData("7-07/2", "SUN")]
    [InlineData("0-7", "SUN MON TUE WED THU FRI SAT")]
    [InlineData("1-7/3", "SUN MON THU")]
    [InlineData("7,3", "SUN WED")]
    [InlineData("7-1/2,SAT-1/2,7", "SUN MON SAT")]
    [InlineData("7/3", "SUN WED SAT")]
    [InlineData("SUN/3", "SUN WED SAT")]
    [InlineData("1/2", "SUN MON WED FRI")]
    public void Next_of_weekdays_is_these(string field, string days)
    {
        var wrong = new List<string>();
        Compare(field, [.. days.Split(' ').Select(day => Array.IndexOf(Days, day))], wrong);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("0 22-2/2 * * *", "00:00 02:00 22:00")]
    [InlineData("0 23-22/5 * * *", "04:00 09:00 14:00 19:00 23:00")]
    [InlineData("50-10/10 7 * * *", "07:00 07:10 07:50")]
    [InlineData("0 7-7 * * *", "07:00")]
    public void Next_of_times_of_day_is_these(string cron, string times)
    {
        var fires = Subject.Times(Subject.Cron(cron)).Between(First, First.AddDays(1));
        Assert.Equal(times, string.Join(' ', fires.Select(fire => $"{fire:HH:mm}")));
    }

    [Theory]
    [InlineData("0 0 1 NOV-FEB *", "1 2 11 12")]
    [InlineData("0 0 1 NOV-FEB/2 *", "1 11")]
    [InlineData("0 0 1 12-11/4 *", "4 8 12")]
    [InlineData("0 0 1 OCT-1/3,JUL *", "1 7 10")]
    public void Next_of_months_is_these(string cron, string months)
    {
        var fires = Subject.Times(Subject.Cron(cron)).Between(First.AddDays(-2), First.AddDays(363));
        Assert.Equal(months, string.Join(' ', fires.Select(fire => $"{fire.Month}")));
    }

    [Theory]
    [InlineData("0 0 * * 7L", "31")]
    [InlineData("0 0 * * 07#2", "10")]
    [InlineData("0 0 28-3/2 * ?", "1 3 28 30")]
    [InlineData("0 0 L * 7-6/2", "31")]
    [InlineData("0 0 15W * 7-6/3", "")]
    [InlineData("0 0 LW * 5-7/2", "29")]
    [InlineData("0 0 ? * 7-1/6", "3 10 17 24 31")]
    public void Next_of_days_of_January_2027_is_these(string cron, string days)
    {
        var fires = Subject.Times(Subject.Cron(cron)).Between(First.AddDays(-2), First.AddDays(29));
        Assert.Equal(days, string.Join(' ', fires.Select(fire => $"{fire.Day}")));
    }

    /// <summary>From the first day on, day by day over the end of the week, until the last; each step-th is taken.</summary>
    private static HashSet<int> Walk(int from, int to, int step)
    {
        // 0-7 names Sunday twice: a whole week and the next Sunday. From 7 on it is the same Sunday.
        var days = new HashSet<int>();
        var last = to % 7;
        var passed = 0;
        for (var day = from % 7; ; day = (day + 1) % 7)
        {
            if (passed % step == 0)
            {
                days.Add(day);
            }

            if (day == last && !(from == 0 && to == 7 && passed < 7))
            {
                return days;
            }

            passed++;
        }
    }

    private static void Compare(string field, HashSet<int> expected, List<string> wrong)
    {
        var fires = Subject.Times(Subject.Cron($"0 0 * * {field}")).Between(First, First.AddDays(14));
        var days = Enumerable.Range(0, 14).Where(day => expected.Contains(day % 7)).Select(day => First.AddDays(day));
        if (!fires.SequenceEqual(days))
        {
            wrong.Add(field);
        }
    }
}
