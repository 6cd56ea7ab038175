using JobScheduler.Api.Http;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Api.Tests.Http;

public sealed class AccessGateTests : IAsyncLifetime
{
    private const string Key = "an-administrator-key-of-some-length";
    private static readonly AccessPolicy Policy = AccessPolicy.Needs("runs.read");
    private static readonly AccessPolicy Report = AccessPolicy.NeedsOrAttempt("runs.report");

    private CompletionTokens _tokens = null!;
    private AccessGate _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await TokensAsync();
        _gate = new AccessGate(Options.Create(new AccessOptions { AdministratorKey = Key }), _tokens);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("Authorization", "Bearer " + Key)]
    [InlineData("Authorization", "bearer " + Key)]
    [InlineData("X-Api-Key", Key)]
    public void Admit_administratorKey_isTheAdministrator(string header, string value)
    {
        var caller = _gate.Admit(Policy, new HeaderDictionary { [header] = value }, null);
        Assert.Equal(new Admitted(new Caller("default", "administrator"), Role.Administrator), caller);
    }

    [Theory]
    [InlineData("Authorization", "")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Basic " + Key)]
    [InlineData("Authorization", Key)]
    [InlineData("Authorization", "Bearer an-administrator-key-of-some-lengt")]
    [InlineData("Authorization", "Bearer an-administrator-key-of-some-length-and-more")]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", " ")]
    [InlineData("X-Api-Key", "AN-ADMINISTRATOR-KEY-OF-SOME-LENGTH")]
    [InlineData("X-Api-Key", "jsa_default~run~1~00")]
    [InlineData("Cookie", Key)]
    public void Admit_anythingElse_401WithAChallenge(string header, string value)
    {
        var refused = Assert.Throws<ProblemException>(() => _gate.Admit(Policy, new HeaderDictionary { [header] = value }, null));
        Assert.Equal(ProblemKind.Unauthorized, refused.Kind);
        Assert.StartsWith("Bearer", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_twoCredentials_401()
    {
        var headers = new HeaderDictionary { ["Authorization"] = "Bearer " + Key, ["X-Api-Key"] = Key };
        Assert.Equal(ProblemKind.Unauthorized, Assert.Throws<ProblemException>(() => _gate.Admit(Policy, headers, null)).Kind);
    }

    [Fact]
    public void Admit_noPolicy_refusesEvenTheAdministrator()
    {
        var headers = new HeaderDictionary { ["X-Api-Key"] = Key };
        Assert.Equal(ProblemKind.Forbidden, Assert.Throws<ProblemException>(() => _gate.Admit(null, headers, null)).Kind);
        Assert.Equal(ProblemKind.Unauthorized, Assert.Throws<ProblemException>(() => _gate.Admit(null, new HeaderDictionary(), null)).Kind);
    }

    [Fact]
    public void Admit_anonymousRoute_asksForNothing() =>
        Assert.Equal("", _gate.Admit(AccessPolicy.Anonymous, new HeaderDictionary(), null).Caller.Tenant);

    [Fact]
    public void Admit_completionToken_onlyForItsOwnRunOnItsOwnRoutes()
    {
        var headers = new HeaderDictionary { ["Authorization"] = "Bearer " + _tokens.Create("acme", "run-1", 7) };
        var caller = _gate.Admit(Report, headers, "run-1");
        Assert.Equal(("acme", Role.Attempt, new CompletionGrant("acme", "run-1", 7)), (caller.Caller.Tenant, caller.Role, caller.Grant));
        Assert.Equal(ProblemKind.Forbidden, Assert.Throws<ProblemException>(() => _gate.Admit(Report, headers, "run-2")).Kind);
        Assert.Equal(ProblemKind.Forbidden, Assert.Throws<ProblemException>(() => _gate.Admit(Policy, headers, "run-1")).Kind);
        Assert.Equal(
            ProblemKind.Forbidden, Assert.Throws<ProblemException>(() => _gate.Admit(AccessPolicy.Authenticated, headers, null)).Kind);
    }

    [Fact]
    public void Admit_completionTokenInItsOwnHeader_isTheAttempt()
    {
        var headers = new HeaderDictionary { ["JobScheduler-Token"] = _tokens.Create("acme", "run-1", 7) };

        Assert.Equal(new CompletionGrant("acme", "run-1", 7), _gate.Admit(Report, headers, "run-1").Grant);
        Assert.Equal(ProblemKind.Forbidden, Refusal(() => _gate.Admit(Report, headers, "run-2")));
        Assert.Equal(ProblemKind.Forbidden, Refusal(() => _gate.Admit(Policy, headers, "run-1")));
        Assert.Equal(ProblemKind.Forbidden, Refusal(() => _gate.Admit(null, headers, null)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Key)]
    [InlineData("Bearer " + Key)]
    [InlineData("jsa_acme~run-1~7~00")]
    public void Admit_anythingElseInTheHeaderOfTokens_401(string value)
    {
        var headers = new HeaderDictionary { ["JobScheduler-Token"] = value };

        Assert.Equal(ProblemKind.Unauthorized, Refusal(() => _gate.Admit(Report, headers, "run-1")));
        Assert.Equal(ProblemKind.Unauthorized, Refusal(() => _gate.Admit(Policy, headers, "run-1")));
    }

    [Fact]
    public void Admit_tokenBesideAnotherCredential_isAmbiguousOnlyWhereTokensAreTaken()
    {
        var token = _tokens.Create("acme", "run-1", 7);
        var headers = new HeaderDictionary { ["JobScheduler-Token"] = token, ["X-Api-Key"] = Key };

        Assert.Equal(ProblemKind.Unauthorized, Refusal(() => _gate.Admit(Report, headers, "run-1")));
        Assert.Equal(Role.Administrator, _gate.Admit(Policy, headers, "run-1").Role);
        Assert.Equal(
            ProblemKind.Unauthorized,
            Refusal(() => _gate.Admit(Report, new HeaderDictionary { ["JobScheduler-Token"] = new([token, token]) }, "run-1")));
    }

    [Fact]
    public void Admit_sameTokenInTwoHeaders_isOneCredential()
    {
        var token = _tokens.Create("acme", "run-1", 7);
        var asBearer = new HeaderDictionary { ["JobScheduler-Token"] = token, ["Authorization"] = $"Bearer {token}" };
        var asKey = new HeaderDictionary { ["JobScheduler-Token"] = token, ["X-Api-Key"] = token };
        var another = new HeaderDictionary
        {
            ["JobScheduler-Token"] = token,
            ["Authorization"] = $"Bearer {_tokens.Create("acme", "run-1", 8)}",
        };

        Assert.Equal(7, _gate.Admit(Report, asBearer, "run-1").Grant!.Fence);
        Assert.Equal(7, _gate.Admit(Report, asKey, "run-1").Grant!.Fence);
        Assert.Equal(ProblemKind.Unauthorized, Refusal(() => _gate.Admit(Report, another, "run-1")));
    }

    [Fact]
    public void Admit_tokenInAHostWithCallersOfItsOwn_isTheAttempt()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["JobScheduler-Token"] = _tokens.Create("acme", "run-1", 7);
        context.Request.Headers.Authorization = "Basic of-the-host";

        Assert.Equal(Role.Attempt, _gate.Admit(Report, context, "run-1", _ => null).Role);
        Assert.Equal(ProblemKind.Unauthorized, Refusal(() => _gate.Admit(Policy, context, "run-1", _ => null)));
        Assert.Equal("ada", _gate.Admit(Policy, context, "run-1", _ => new Caller("acme", "ada")).Caller.Actor);
    }

    [Fact]
    public async Task Admit_completionTokenOfAnotherDeployment_401()
    {
        var foreign = await TokensAsync();
        var headers = new HeaderDictionary { ["Authorization"] = "Bearer " + foreign.Create("default", "run-1", 7) };
        Assert.Equal(ProblemKind.Unauthorized, Assert.Throws<ProblemException>(() => _gate.Admit(Report, headers, "run-1")).Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("short")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v.example/secrets/k/1)")]
    [InlineData("long enough but with spaces")]
    [InlineData("jsa_looks-like-a-completion-token")]
    public void Options_keyThatIsNone_refusedWithItsConfigurationKey(string? key)
    {
        var result = new AccessOptionsValidator().Validate(null, new AccessOptions { AdministratorKey = key });
        Assert.True(result.Failed);
        Assert.Contains("Access:AdministratorKey", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_withoutAKeyOfItsOwn_admitsNobody()
    {
        var gate = new AccessGate(Options.Create(new AccessOptions { AdministratorKey = "" }), _tokens);
        var headers = new HeaderDictionary { ["X-Api-Key"] = "anything" };

        Assert.Throws<ArgumentException>(() => gate.Admit(AccessPolicy.Authenticated, headers, null));
    }

    private static ProblemKind Refusal(Func<Admitted> admit) => Assert.Throws<ProblemException>(admit).Kind;

    private static async Task<CompletionTokens> TokensAsync()
    {
        var deployment = new Deployment(new MemoryStorage(new FakeTimeProvider()), new ShardMap(1), new Entropy());
        await deployment.OpenAsync(TestContext.Current.CancellationToken);
        return new CompletionTokens(deployment);
    }
}
