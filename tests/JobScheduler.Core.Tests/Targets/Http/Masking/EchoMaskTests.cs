using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace JobScheduler.Targets.Http;

public sealed class EchoMaskTests
{
    /// <summary>Has what JSON, URLs, HTML and base64 write in another way.</summary>
    private const string Secret = "k3y/+<&>\"'=\\ %41z";

    [Theory]
    [InlineData("Authorization", "Bearer abcd.efgh-ijkl", "abcd.efgh-ijkl")]
    [InlineData("authorization", "bearer abcd.efgh-ijkl", "abcd.efgh-ijkl")]
    [InlineData("Authorization", "Basic dXNlcm5hbWU6cGFzc3dvcmQx", "dXNlcm5hbWU6cGFzc3dvcmQx")]
    [InlineData("Authorization", "Basic dXNlcm5hbWU6cGFzc3dvcmQx", "username:password1")]
    [InlineData("Authorization", "Basic dXNlcm5hbWU6cGFzc3dvcmQx", "password1")]
    [InlineData("Authorization", "Basic dXNlcm5hbWU6cGFzc3dvcmQx", "username")]
    [InlineData("Authorization", "Digest username=\"me\", response=\"6629fae4\"", "6629fae4")]
    [InlineData("X-Auth", "Custom s3cr", "s3cr")]
    [InlineData("X-Api-Key", "s3cr", "s3cr")]
    [InlineData("X-Anything", "s3cr", "s3cr")]
    [InlineData("X-Signature", "t=12,v1=5257a869", "5257a869")]
    [InlineData("Cookie", "a=b; session=s3cr", "s3cr")]
    [InlineData("X-Database", "postgres://app:hunter22@db/main", "hunter22")]
    [InlineData("Idempotency-Key", "of-my-own", "of-my-own")]
    [InlineData("JobScheduler-Token", "jsa_default~03-1~7~0badc0de", "jsa_default~03-1~7~0badc0de")]
    [InlineData("JobScheduler-Token", "jsa_default~03-1~7~0badc0de", "0badc0de")]
    public void Apply_valueOfAHeaderOrAPartOfIt_isMasked(string header, string value, string echoed) =>
        Assert.Equal("you sent ***, sorry", Mask("https://example.com/", (header, value)).Apply($"you sent {echoed}, sorry"));

    [Theory]
    [InlineData("https://example.com/?code=s3cr&x=1", "s3cr")]
    [InlineData("https://example.com/?s3cr", "s3cr")]
    [InlineData("https://example.com/?code=s3%2Fcr", "s3%2Fcr")]
    [InlineData("https://example.com/?code=s3%2Fcr", "s3/cr")]
    [InlineData("https://example.com/?code=s3%2fcr", "s3%2Fcr")]
    [InlineData("https://example.com/?code=s3+cr", "s3 cr")]
    [InlineData("https://example.com/?code=s\u00fc\u00df3", "s\u00fc\u00df3")]
    [InlineData("https://example.com/?code=s\u00fc\u00df3", "s%C3%BC%c3%9f3")]
    [InlineData("https://example.com/?a=1&b=2", "a=1&b=2")]
    [InlineData("https://example.com/?a=1&b=2", "a=1&amp;b=2")]
    [InlineData("https://example.com/?to=https://me:hunter22@host/", "hunter22")]
    [InlineData("https://example.com/me:hunter22@host/x", "hunter22")]
    [InlineData("https://hooks.example.com/services/T01ABC2DEF3GHI4JK/x", "T01ABC2DEF3GHI4JK")]
    [InlineData("https://hooks.example.com/services/aQzXkWpLmNvBtRyUsd/x", "aQzXkWpLmNvBtRyUsd")]
    public void Apply_partOfTheUrl_isMasked(string url, string echoed) =>
        Assert.Equal("at ***.", Mask(url).Apply($"at {echoed}."));

    [Theory]
    [InlineData("Content-Type", "application/json")]
    [InlineData("Accept", "text/plain")]
    [InlineData("User-Agent", "JobScheduler")]
    [InlineData("JobScheduler-Run", "03-0123")]
    [InlineData("JobScheduler-Nominal-Time", "2026-12-01T06:30:00.000Z")]
    [InlineData("Idempotency-Key", "03-0123")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("X-Short", "abc")]
    public void Apply_harmlessValue_stays(string header, string value)
    {
        var mask = Mask("https://example.com/report", ("JobScheduler-Run", "03-0123"), (header, value));
        Assert.Equal($"example.com/report got {value}", mask.Apply($"example.com/report got {value}"));
    }

    [Fact]
    public void Apply_wordOfAHeader_staysAndTheWholeDoesNot()
    {
        var mask = Mask("https://example.com/", ("X-Kind", "nightly report"));
        Assert.Equal("no report, ***", mask.Apply("no report, nightly report"));
    }

    public static TheoryData<string> Encodings()
    {
        var bytes = Encoding.UTF8.GetBytes(Secret);
        return
        [
            Secret,
            Secret.ToUpperInvariant(),
            Uri.EscapeDataString(Secret),
            Uri.EscapeDataString(Secret).ToLowerInvariant(),
            WebUtility.UrlEncode(Secret),
            JsonEncodedText.Encode(Secret).ToString(),
            JsonEncodedText.Encode(Secret).ToString().ToLowerInvariant(),
            JsonEncodedText.Encode(Secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            JsonEncodedText.Encode(Secret).ToString().Replace("/", "\\/", StringComparison.Ordinal),
            JsonEncodedText.Encode(JsonEncodedText.Encode(Secret).ToString()).ToString(),
            WebUtility.HtmlEncode(Secret),
            HtmlEncoder.Default.Encode(Secret),
            WebUtility.HtmlEncode(JsonEncodedText.Encode(Secret).ToString()),
            Uri.EscapeDataString(Uri.EscapeDataString(Secret)),
            string.Concat(Secret.Select(c => $"%{(int)c:X2}")),
            string.Concat(Secret.Select(c => $"&#{(int)c};")),
            string.Concat(Secret.Select(c => $"\\u{(int)c:x4}")),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
            string.Join('\0', Secret.ToCharArray()),
        ];
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Apply_secretInAnEncoding_isMasked(string echoed) =>
        Assert.Equal("a *** b", Mask("https://example.com/", ("X-Key", Secret)).Apply($"a {echoed} b"));

    [Fact]
    public void Apply_base64OfTheSecret_isMaskedWhereverItBegins()
    {
        var mask = Mask("https://example.com/", ("X-Key", Secret));
        for (var before = 0; before < 6; before++)
        {
            for (var after = 0; after < 3; after++)
            {
                var text = new string('u', before) + Secret + new string('v', after);
                var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
                foreach (var echoed in new[]
                {
                    base64,
                    base64.Replace('+', '-').Replace('/', '_').TrimEnd('='),
                    Uri.EscapeDataString(base64),
                    base64.Insert(10, "\r\n"),
                })
                {
                    var masked = mask.Apply($"[{echoed}]");
                    Assert.Contains("***", masked, StringComparison.Ordinal);

                    // What is left stands for the characters around the secret, and pads them.
                    Assert.InRange(masked.Length, 5, 5 + ((before + after) * 4 / 3) + "%3D%3D".Length);
                }
            }
        }
    }

    [Fact]
    public void Apply_textCutAnywhereInTheSecret_leavesNoBeginningOfIt()
    {
        var mask = Mask("https://example.com/", ("X-Key", Secret));
        foreach (var form in Encodings().Select(row => row.Data).Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))))
        {
            for (var length = 1; length <= form.Length; length++)
            {
                var masked = mask.Apply($"__ {form[..length]}", isCut: true);
                Assert.True(masked is "__ ***", $"{form[..length]} became {masked}");
            }
        }
    }

    [Fact]
    public void Apply_longBeginningOfASecret_isMaskedAlsoInTheMiddle()
    {
        var mask = Mask("https://example.com/", ("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.payload"));
        Assert.Equal("token ***... is invalid", mask.Apply("token eyJhbGciOiJI... is invalid"));
    }

    [Fact]
    public void Apply_overlappingSecrets_leaveNothingOfEither()
    {
        var mask = Mask("https://example.com/", ("X-A", "abcdef"), ("X-B", "efghij"));
        Assert.Equal("***", mask.Apply("abcdefghij"));
        Assert.Equal("*** ***", mask.Apply("abcdef efghij"));
    }

    [Fact]
    public void Apply_secretsOfAllRequests_areMasked()
    {
        var mask = Mask("https://example.com/?a=first1", ("X-A", "second2"));
        mask.Sent(new OutgoingRequest(HttpMethod.Get, new Uri("https://other.example/?b=third3"), [], null));
        Assert.Equal("*** *** ***", mask.Apply("first1 second2 third3"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("100% of a+b & c; \\d %zz \\u12 &# &nope; \ud83d\ude00 \ud83d")]
    public void Apply_textWithoutSecrets_isUnchanged(string text) =>
        Assert.Equal(text, Mask("https://example.com/", ("X-Key", Secret)).Apply(text));

    [Fact]
    public void Apply_nameInThePath_stays() =>
        Assert.Equal("at ThisIsAnOrdinaryName", Mask("https://example.com/ThisIsAnOrdinaryName").Apply("at ThisIsAnOrdinaryName"));

    [Fact]
    public void Apply_asManySecretsAsAreLookedFor_masksEach()
    {
        // The whole is one of them.
        var values = Values(EchoMask.MostSecrets - 1);
        var mask = Mask("https://example.com/", ("Cookie", Cookies(values)));
        Assert.All(values, value => Assert.Equal("got *** here", mask.Apply($"got {value} here")));
    }

    [Fact]
    public void Apply_moreSecretsThanAreLookedFor_keepsNothing()
    {
        Assert.Equal(EchoMask.Unkept, Mask("https://example.com/", ("Cookie", Cookies(Values(EchoMask.MostSecrets)))).Apply("got it"));

        // What a definition can hold: two headers of 8,000 characters.
        var many = Mask("https://example.com/", ("Cookie", Cookies(Values(1000))), ("X-Auth", Cookies(Values(1000, 3000))));
        Assert.Equal(EchoMask.Unkept, many.Apply(string.Concat(Enumerable.Repeat("%25255c", 500)), isCut: true));
        Assert.Equal("", many.Apply(""));
    }

    [Fact]
    public void Apply_secretsOfARedirectBeyondTheMost_keepsNothing()
    {
        var mask = Mask("https://example.com/", ("Cookie", Cookies(Values(EchoMask.MostSecrets - 1))));
        Assert.Equal("got it", mask.Apply("got it"));
        mask.Sent(new OutgoingRequest(HttpMethod.Get, new Uri("https://other.example/?b=third3"), [], null));
        Assert.Equal(EchoMask.Unkept, mask.Apply("got it"));
    }

    [Fact]
    public void Apply_requestSentAgainByRedirects_hasItsSecretsOnce()
    {
        var values = Values(EchoMask.MostSecrets - 1);
        var request = new OutgoingRequest(
            HttpMethod.Get, new Uri("https://example.com/"), [KeyValuePair.Create("Cookie", Cookies(values))], null);
        var mask = new EchoMask();
        for (var sent = 0; sent <= RedirectRule.Most; sent++)
        {
            mask.Sent(request);
        }

        Assert.Equal("got ***", mask.Apply($"got {values[0]}"));
    }

    [Fact]
    public void Apply_oneSecretManyTimes_isOne()
    {
        var headers = Enumerable.Range(0, EchoMask.MostSecrets * 2).Select(at => ($"X-Key-{at}", "s3cr")).ToArray();
        Assert.Equal("got ***", Mask("https://example.com/", headers).Apply("got s3cr"));
    }

    [Fact]
    public void Apply_textLongerThanIsSearched_isCutWithoutABeginningOfASecret()
    {
        var mask = Mask("https://example.com/", ("X-Key", Secret));
        Assert.Equal(
            new string('x', EchoMask.LongestText - 3) + "***", mask.Apply(new string('x', EchoMask.LongestText - 3) + Secret + "more"));
        Assert.Equal(
            new string('x', EchoMask.LongestText - 1), mask.Apply(new string('x', EchoMask.LongestText - 1) + "\ud83d\ude00 more"));
    }

    [Theory]
    [InlineData("plain-secret")]
    [InlineData("%25252525252541%2525252541%5c%5cu0041")]
    [InlineData("~~~???>>>\u00ff\u00ff")]
    [InlineData(Secret)]
    public void Forms_ofAnySecret_areAtMostTheStatedNumber(string secret) =>
        Assert.InRange(SecretForms.Of(secret, RequestSecrets.Shortest).Count(), 4, SecretForms.Most);

    private static List<string> Values(int count, int first = 1000) =>
        [.. Enumerable.Range(first, count).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static string Cookies(IEnumerable<string> values) => string.Join(';', values.Select(value => $"a={value}"));

    private static EchoMask Mask(string url, params (string Name, string Value)[] headers)
    {
        var mask = new EchoMask();
        mask.Sent(new OutgoingRequest(
            HttpMethod.Get, new Uri(url), [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))], null));
        return mask;
    }
}
