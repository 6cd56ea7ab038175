using JobScheduler.Api.Http;

namespace JobScheduler.Api.Tests.Http.Gate;

public sealed class KeyStrengthTests
{
    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("aabbccddeeffgghh")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("zyxwvutsrqponmlkjihgf")]
    [InlineData("1234567890123456")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("qwertyuiopasdfghjkl")]
    [InlineData("1q2w3e4r1q2w3e4r5t6y")]
    [InlineData("password12345678")]
    [InlineData("Passw0rd!Passw0rd!")]
    [InlineData("P@$$w0rd-P@$$w0rd")]
    [InlineData("changeme-changeme")]
    [InlineData("change-me-please-1")]
    [InlineData("CHANGE_ME_CHANGE_ME")]
    [InlineData("administrator-key")]
    [InlineData("administratoradministrator")]
    [InlineData("Administrator123!")]
    [InlineData("jobscheduler-secret-key")]
    [InlineData("my-super-secret-api-key-2026")]
    [InlineData("correct-horse-battery-staple")]
    [InlineData("the-administrator-key")]
    [InlineData("a-key-of-your-own-1234")]
    [InlineData("an-administrator-key-of-some-length")]
    [InlineData("test-administrator-key-0123456789")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("--------------------")]
    [InlineData("x7k2x7k2x7k2x7k2x7k2")]
    [InlineData("SummerWinterAutumn")]
    [InlineData("summerwinterautumn")]
    [InlineData("SUMMERWINTERAUTUMN")]
    [InlineData("Summ3rW1nterAutumn")]
    [InlineData("summer-winter-autumn-spring")]
    [InlineData("SummerWinterAutumnSpring")]
    [InlineData("PurpleElephantDancing")]
    [InlineData("LondonParisBerlinRome")]
    [InlineData("TheQuickBrownFoxJumps")]
    [InlineData("MondayTuesdayWednesday")]
    [InlineData("iloveyouforever2026")]
    [InlineData("ManchesterUnited1999")]
    [InlineData("BerlinHamburgMuenchen")]
    public void Validate_key_that_a_guesser_tries_is_refused_and_says_how_to_make_a_good_one(string key)
    {
        var result = new AccessOptionsValidator().Validate(null, new AccessOptions { AdministratorKey = key });

        Assert.Contains("Access:AdministratorKey is easy to guess", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(key, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e6ZsQ0mLw3Jx9RtV")]
    [InlineData("8f14e45fceea167a")]
    [InlineData("c9f0f895fb98ab9159f51fd0297e236d")]
    [InlineData("3b241101-e2bb-4255-8caf-4136c566a962")]
    [InlineData("Zt7hN2pXq+0RkB9w/LmY4cVfGd1sJoUe5aTi8HyKxMI=")]
    [InlineData("jsk_9b74c9897bac770ffc029102a200c5de1f0e9a1d6f0a3b5c7d8e9f0011223344")]
    [InlineData("giraffe-tundra-velvet-mosaic")]
    public void Validate_random_key_is_accepted(string key) =>
        Assert.True(new AccessOptionsValidator().Validate(null, new AccessOptions { AdministratorKey = key }).Succeeded);

    [Theory]
    [InlineData("0123456789abcdef", 16)]
    [InlineData("0123456789ABCDEF", 16)]
    [InlineData("abcdefghijklmnopqrstuvwxyz234567", 16)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32)]
    [InlineData("abcdefghijklmnopqrstuvwxyz", 16)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 16)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 16)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 43)]
    public void BitsOf_random_keys_is_enough_for_all_but_the_rarest(string alphabet, int length)
    {
        var random = new Random(20261128);
        var refused = Enumerable.Range(0, 2000)
            .Count(_ => KeyStrength.BitsOf(new string(random.GetItems<char>(alphabet, length))) < KeyStrength.Least);

        Assert.InRange(refused, 0, 4);
    }
}
