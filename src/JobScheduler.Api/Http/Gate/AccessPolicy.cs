namespace JobScheduler.Api.Http;

/// <summary>What a route requires of its caller. There is no default: every route has one.</summary>
public sealed record AccessPolicy
{
    private AccessPolicy(string? action, bool takesCompletionToken)
    {
        Action = action;
        TakesCompletionToken = takesCompletionToken;
    }

    /// <summary>Anyone, without credentials. Only what API.md lists.</summary>
    public static AccessPolicy Anonymous { get; } = new(null, false);

    /// <summary>Anyone with valid credentials, whatever their role.</summary>
    public static AccessPolicy Authenticated { get; } = new("any", false);

    /// <summary>The name of the action, such as <c>runs.cancel</c>; null for anonymous routes.</summary>
    public string? Action { get; }

    /// <summary>Whether the token of an attempt of the run in the path is sufficient.</summary>
    public bool TakesCompletionToken { get; }

    public bool IsAnonymous => Action is null;

    /// <summary>Callers whose role allows the action.</summary>
    public static AccessPolicy Needs(string action) => new(action, false);

    /// <summary>As <see cref="Needs"/>, plus the attempt itself.</summary>
    public static AccessPolicy NeedsOrAttempt(string action) => new(action, true);
}
