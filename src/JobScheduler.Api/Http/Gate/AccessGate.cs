using System.Security.Cryptography;
using System.Text;
using JobScheduler.Runs;
using JobScheduler.Targets.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api.Http;

/// <summary>
/// Decides whom a request comes from and whether they may use the route. Plain code, so that it is the same where no middleware
/// runs. Anything unknown is refused.
/// </summary>
public sealed class AccessGate
{
    /// <summary>The prefix of completion tokens.</summary>
    public const string CompletionPrefix = CompletionTokens.Prefix;

    /// <summary>The header in which a target was given its token, and may send it back.</summary>
    public const string TokenHeader = TargetHeaders.Token;

    private const string KeyHeader = "X-Api-Key";
    private const string Scheme = "Bearer ";
    private const int Longest = 4000;

    private static readonly Admitted Administrator = new(new Caller(Tenants.Default, "administrator"), Role.Administrator);
    private static readonly Admitted Nobody = new(new Caller("", ""), Role.Attempt);

    private readonly CompletionTokens _tokens;
    // Not read before a request needs it: a host with callers of its own has no key.
    private readonly Lazy<byte[]> _keyHash;

    public AccessGate(IOptions<AccessOptions> options, CompletionTokens tokens)
    {
        _tokens = tokens;
        _keyHash = new(() => KeyHash(options.Value));
    }

    /// <summary>The caller of a route.</summary>
    /// <param name="policy">The policy of the route.</param>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="runId">The run in the path, for routes that accept the token of its attempt.</param>
    /// <exception cref="ProblemException">401 without valid credentials, 403 if they do not permit this.</exception>
    public Admitted Admit(AccessPolicy? policy, IHeaderDictionary headers, string? runId)
    {
        if (policy is { IsAnonymous: true })
        {
            return Nobody;
        }

        if (TokenOf(policy, headers) is { } token)
        {
            return Attempt(policy, token, runId);
        }

        var credential = Credential(headers);
        if (credential.StartsWith(CompletionPrefix, StringComparison.Ordinal))
        {
            return Attempt(policy, credential, runId);
        }

        if (!CryptographicOperations.FixedTimeEquals(Hash(credential), _keyHash.Value))
        {
            throw Invalid("the key is invalid");
        }

        return policy is null ? throw Forbidden("nobody has access to this path") : Administrator;
    }

    /// <summary>The caller of a route in a host that authenticates requests itself.</summary>
    /// <param name="policy">The policy of the route.</param>
    /// <param name="context">The request.</param>
    /// <param name="runId">The run in the path, for routes that accept the token of its attempt.</param>
    /// <param name="host">Whom the host names; null: nobody.</param>
    /// <exception cref="ProblemException">
    /// 401 without a caller, 403 if they may not do this, or if another site sent the request.
    /// </exception>
    public Admitted Admit(AccessPolicy? policy, HttpContext context, string? runId, Func<HttpContext, Caller?> host)
    {
        var headers = context.Request.Headers;
        if (headers[TokenHeader] is [{ } token] && policy is { TakesCompletionToken: true })
        {
            // Other credentials beside it are the host's, for whatever stands before it.
            return Attempt(policy, token, runId);
        }

        if (policy is { IsAnonymous: true } || IsAttempt(headers))
        {
            return Admit(policy, headers, runId);
        }

        if (ForeignSites.Sent(context.Request))
        {
            throw Forbidden("a page of another site sent this request");
        }

        var caller = host(context) ?? throw Unauthorized("sign in to this application first", "Bearer");
        if (!Identifier.IsValid(caller.Tenant) || string.IsNullOrWhiteSpace(caller.Actor))
        {
            // Tenants are parts of storage keys: one with other characters could be read as another's.
            throw new InvalidOperationException(
                $"this application names a caller of tenant '{MemberName.Shown(caller.Tenant)}': a tenant must be {Identifier.Rule}, "
                + "and an actor not empty");
        }

        return policy is null ? throw Forbidden("nobody has access to this path") : new Admitted(caller, Role.Administrator);
    }

    /// <exception cref="ArgumentException">The key is empty: an empty credential must not match.</exception>
    private static byte[] KeyHash(AccessOptions access)
    {
        if (access is { AdministratorKey: null, AdministratorKeyHash: { Length: 2 * SHA256.HashSizeInBytes } hash })
        {
            return Convert.FromHexString(hash);
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(access.AdministratorKey);
        return Hash(access.AdministratorKey);
    }

    private Admitted Attempt(AccessPolicy? policy, string token, string? runId)
    {
        if (!_tokens.TryRead(token, out var grant))
        {
            throw Invalid("the completion token is invalid");
        }

        return policy is { TakesCompletionToken: true } && string.Equals(grant.RunId, runId, StringComparison.Ordinal)
            ? new Admitted(new Caller(grant.Tenant, "attempt"), Role.Attempt, grant)
            : throw Forbidden("a completion token may only report on its own attempt");
    }

    /// <summary>
    /// The token in a header of its own. Where none is taken, and with another credential, the header is only something that was
    /// handed on.
    /// </summary>
    private static string? TokenOf(AccessPolicy? policy, IHeaderDictionary headers)
    {
        var token = headers[TokenHeader];
        var (authorization, key) = (headers.Authorization, headers[KeyHeader]);
        var isAlone = authorization.Count + key.Count == 0;
        if (token.Count == 0 || (policy is not { TakesCompletionToken: true } && !isAlone))
        {
            return null;
        }

        // The same token twice is one credential.
        var isRepeated = authorization.Count + key.Count == 1
            && string.Equals(key.Count == 1 ? key[0] : BearerOf(authorization[0]), token, StringComparison.Ordinal);
        return token.Count == 1 && (isAlone || isRepeated)
            ? token[0] ?? ""
            : throw Unauthorized(
                $"send one credential: either Authorization, {KeyHeader} or {TokenHeader}", "Bearer error=\"invalid_request\"");
    }

    // The host may have other schemes, and headers of its own.
    private static bool IsAttempt(IHeaderDictionary headers)
    {
        var credential = headers[KeyHeader] is [{ } key] ? key : BearerOf(headers.Authorization);
        return credential?.StartsWith(CompletionPrefix, StringComparison.Ordinal) == true;
    }

    private static string Credential(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization;
        var key = headers[KeyHeader];
        if (authorization.Count + key.Count == 0)
        {
            throw Unauthorized($"send the header Authorization: Bearer <key>, or {KeyHeader}: <key>", "Bearer");
        }

        // With two credentials, different readers could pick different ones.
        if (authorization.Count + key.Count > 1)
        {
            throw Unauthorized($"send one credential: either Authorization or {KeyHeader}", "Bearer error=\"invalid_request\"");
        }

        var text = key.Count == 1 ? key[0] : BearerOf(authorization[0]);
        return text is { Length: > 0 and <= Longest }
            ? text
            : throw Unauthorized("the credential is empty, too long or not a Bearer token", "Bearer error=\"invalid_request\"");
    }

    private static string? BearerOf(string? header) =>
        header is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static ProblemException Unauthorized(string detail, string challenge) =>
        new(ProblemKind.Unauthorized, detail) { Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = challenge } };

    private static ProblemException Invalid(string detail) => new(ProblemKind.Unauthorized, detail)
    {
        Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "Bearer error=\"invalid_token\"" },
        IsGuess = true,
    };

    private static ProblemException Forbidden(string detail) => new(ProblemKind.Forbidden, detail);
}

/// <summary>Whom the credentials of a request identify. The tenant comes from here only.</summary>
/// <param name="Caller">Whose records, and who is recorded as the actor.</param>
/// <param name="Role">What is allowed.</param>
/// <param name="Grant">For a completion token: the one attempt it is for.</param>
public sealed record Admitted(Caller Caller, Role Role, CompletionGrant? Grant = null);
