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

    [Theory]
    [InlineData("http:503", "https://api.example.com/orders?key=secret", "HTTP 503 from POST api.example.com/orders")]
    [InlineData("http:404", "https://api.example.com:8443/", "HTTP 404 from POST api.example.com:8443")]
    [InlineData("http:500", "https://example.com/v1/users/17/mail", "HTTP 500 from POST example.com/v1/users/…/mail")]
    [InlineData("http:500", "https://example.com/hooks/T02ABCDEFGHIJKLMN", "HTTP 500 from POST example.com/hooks/…")]
    [InlineData("http:500", "https://example.com/hooks/aQzXkWpLmNvBtRyUsd", "HTTP 500 from POST example.com/hooks/…")]
    [InlineData("http:500", "https://example.com/ThisIsAnOrdinaryPathName", "HTTP 500 from POST example.com/ThisIsAnOrdinaryPathName")]
    [InlineData("timeout", "https://example.com/pay", "timeout at POST example.com/pay: took 5 minutes")]
    public void Of_an_http_target_tells_request_and_status_without_ids_or_query(string type, string url, string title) =>
        Assert.Equal(
            title.Replace("5", type == "timeout" ? "…" : "5", StringComparison.Ordinal),
            Of(new HttpTarget { Url = url }, type, "took 5 minutes").Title);

    [Fact]
    public void Of_answers_with_one_status_is_one_cause_whatever_they_say() => Assert.Equal(
        Of(new HttpTarget { Url = "https://example.com/pay" }, "http:400", "example.com answered 400: no such account"),
        Of(new HttpTarget { Url = "https://example.com/pay" }, "http:400", "example.com answered 400: account is closed"));

    [Theory]
    [InlineData("http:503", "HTTP 503 from job nightly")]
    [InlineData("timeout", "timeout in job nightly: slow")]
    public void Of_a_target_that_is_not_known_tells_the_job(string type, string title) =>
        Assert.Equal(title, DeadLetterCauses.Of(null, "nightly", new AttemptError(type, "slow")).Title);

    [Fact]
    public void Of_nothing_known_is_still_a_cause() => Assert.Equal("unknown", DeadLetterCauses.Of(null, null, null).Title);

    [Theory]
    [InlineData("can't open 'a.txt'", "can't open …")]
    [InlineData("the 'unfinished quote", "the 'unfinished quote")]
    [InlineData("failed at 10:15: giving up.", "failed at …: giving up.")]
    [InlineData("order 17.", "order ….")]
    public void Of_a_message_marks_values_and_keeps_punctuation(string message, string title) =>
        Assert.Equal($"Oops in mailer: {title}", Of(Mailer, "Oops", message).Title);

    [Fact]
    public void Of_a_cut_title_ends_with_a_whole_character()
    {
        foreach (var before in Enumerable.Range(0, 4))
        {
            var title = Of(Mailer, "Oops", new string('x', before) + string.Concat(Enumerable.Repeat("\U0001F600", 200))).Title;
            Assert.False(char.IsHighSurrogate(title[^2]));
        }
    }

    [Fact]
    public void Of_a_message_cut_while_it_is_read_has_whole_characters()
    {
        // The quoted text becomes one mark, so that what is at the 1,000th character comes into the title.
        foreach (var before in Enumerable.Range(0, 3))
        {
            var message = "'" + new string('q', 900) + "' " + new string('x', before) + string.Concat(Enumerable.Repeat("\U0001F600", 80));
            var title = Of(Mailer, "Oops", message).Title;
            Assert.EndsWith("\U0001F600", title, StringComparison.Ordinal);
            Assert.All(title.EnumerateRunes(), rune => Assert.NotEqual(System.Text.Rune.ReplacementChar, rune));
        }
    }

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
        DeadLetterCauses.Of(target, null, new AttemptError(type, message));
}
