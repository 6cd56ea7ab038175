using CsCheck;
using JobScheduler.Runs;

namespace JobScheduler.Core.Tests.Runs.State;

public sealed class DeadLetterCausesTests
{
    private static readonly Target Mailer = new HandlerTarget { Name = "mailer" };

    [Theory]
    [InlineData("Order 17 is gone", "Order 18 is gone")]
    [InlineData("No user 'ann'", "No user 'bob smith'")]
    [InlineData("No user \"ann\"", "No user \"bob\"")]
    [InlineData("Row 3f2a-77 at 10.0.0.1:80", "Row 9c-1 at 10.0.0.2:443")]
    [InlineData("Broken\n at A()", "Broken\n at B()")]
    public void Of_messages_that_differ_in_values_is_one_cause(string first, string second) =>
        Assert.Equal(Of(Mailer, "Oops", first), Of(Mailer, "Oops", second));

    [Fact]
    public void Of_another_name_place_or_wording_is_another_cause()
    {
        var causes = new[]
        {
            Of(Mailer, "Oops", "Order is gone"),
            Of(Mailer, "Ouch", "Order is gone"),
            Of(Mailer, "Oops", "Order is late"),
            Of(new HandlerTarget { Name = "biller" }, "Oops", "Order is gone"),
            Of(null, "Oops", "Order is gone"),
        };
        Assert.Equal(causes.Length, causes.Select(cause => cause.Id).Distinct().Count());
    }

    [Fact]
    public void Of_a_failure_tells_name_place_and_first_line() =>
        Assert.Equal("Oops in mailer: Order … is gone", Of(Mailer, "Oops", "Order 17 is gone\nmore").Title);

    [Fact]
    public void Of_an_http_target_tells_the_host_and_not_the_path() =>
        Assert.Equal("http:503 at example.com", Of(new HttpTarget { Url = "https://example.com/pay?key=secret" }, "http:503", "").Title);

    [Fact]
    public void Of_nothing_known_is_still_a_cause() => Assert.Equal("unknown", DeadLetterCauses.Of(null, null).Title);

    [Fact]
    public void Of_any_message_has_a_short_title_and_does_not_depend_on_a_number() =>
        Gen.Select(Gen.String[Gen.Char["ab '\"\n.-"], 0, 300], Gen.UInt, Gen.UInt).Sample((text, one, other) =>
        {
            var cause = Of(Mailer, "Oops", $"Order {one} {text}");
            Assert.InRange(cause.Title.Length, 1, 200);
            Assert.Equal(cause, Of(Mailer, "Oops", $"Order {other} {text}"));
        });

    [Fact]
    public void Of_a_long_message_is_cut_to_200_characters() =>
        Assert.Equal("Oops in mailer: ".PadRight(199, 'x') + "…", Of(Mailer, "Oops", new string('x', 1000)).Title);

    private static DeadLetterCause Of(Target? target, string type, string message) =>
        DeadLetterCauses.Of(target, new AttemptError(type, message));
}
