namespace JobScheduler.Core.Tests.Contracts;

/// <summary>RFC 9110, 10.2.3 (Retry-After), 5.6.7 (dates).</summary>
public sealed class RetryAfterTextTests
{
    private const long HundredYears = 36_525L * 86_400;

    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 7\t", 7)]
    [InlineData("00000000000000000000000000000120", 120)]
    [InlineData("2147483647", 2_147_483_647)]
    [InlineData("2147483648", 2_147_483_648)]
    [InlineData("3155760000", HundredYears)]
    [InlineData("3155760001", HundredYears)]
    [InlineData("9223372036854775808", HundredYears)]
    [InlineData("99999999999999999999999999999999999999999999", HundredYears)]
    public void Seconds_are_read_however_many(string value, long seconds) => Expect(seconds, value);

    [Theory]
    [InlineData("Tue, 01 Dec 2026 06:31:30 GMT", 90)]
    [InlineData("Tuesday, 01-Dec-26 06:31:30 GMT", 90)]
    [InlineData("Tue Dec  1 06:31:30 2026", 90)]
    [InlineData("Tue, 01 Dec 2026 06:29:00 GMT", 0)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 0)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 0)]
    [InlineData("Sun Nov  6 08:49:37 1994", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", HundredYears)]
    public void All_three_forms_of_dates_are_read(string value, long seconds) => Expect(seconds, value);

    [Theory]
    [InlineData("Saturday, 01-Dec-68 06:30:00 GMT", 2068)]
    [InlineData("Wednesday, 01-Dec-76 06:30:00 GMT", 2076)]
    public void Year_of_two_digits_is_at_most_fifty_ahead(string value, int year) =>
        Expect((long)(new DateTimeOffset(year, 12, 1, 6, 30, 0, TimeSpan.Zero) - Now).TotalSeconds, value);

    [Fact]
    public void Year_of_two_digits_farther_ahead_is_of_the_past() => Expect(0, "Thursday, 01-Dec-77 06:30:00 GMT");

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("1.5")]
    [InlineData("5s")]
    [InlineData("0x10")]
    [InlineData("\u0665")]
    [InlineData("Tue, 31 Feb 2026 06:31:30 GMT")]
    [InlineData(",")]
    public void Anything_else_says_nothing(string value) => Assert.Null(RetryAfterText.Longest([value], Now));

    [Theory]
    [InlineData(30, "5", "30", "7")]
    [InlineData(30, "5, 30 ,7")]
    [InlineData(90, "5", "Tue, 01 Dec 2026 06:31:30 GMT", "soon")]
    [InlineData(5, "soon", "5")]
    public void Of_several_the_longest_counts(int seconds, params string[] values) => Expect(seconds, values);

    [Fact]
    public void No_header_says_nothing() => Assert.Null(RetryAfterText.Longest([], Now));

    private static void Expect(long seconds, params string[] values) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterText.Longest(values, Now));
}
