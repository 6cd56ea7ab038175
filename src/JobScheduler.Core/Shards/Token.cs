namespace JobScheduler.Shards;

/// <summary>
/// The one token of an open run: the key of the row that says when, or through what, it continues. Written and read only
/// here. Each move of a run deletes the row and inserts the next one; keys are never reused, so the delete is the comparison.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><c>Q~message~run</c>: <see cref="TokenKind.Message"/></item>
/// <item><c>Q~xbatch~run</c>: <see cref="TokenKind.Ticket"/></item>
/// <item><c>Y~priority~tenant~class|due~run</c>: <see cref="TokenKind.Backlog"/>; older versions wrote no class</item>
/// <item><c>G~tenant~job~gate~l~due~run</c>: <see cref="TokenKind.Line"/></item>
/// <item><c>W~tenant~host~due~run</c>: <see cref="TokenKind.HostLine"/></item>
/// <item><c>A~time~kind~run</c>: an alarm (<see cref="AlarmKey"/>); for an attempt <c>A~time~kind~run~claim</c></item>
/// </list>
/// </remarks>
public readonly record struct Token
{
    private readonly string? _key;

    private Token(string key, TokenKind? kind, string? run)
    {
        _key = key;
        Kind = kind;
        Run = run;
    }

    /// <summary>The key of its row; empty if there is none: the run is not written yet, or has ended.</summary>
    public string Key => _key ?? "";

    /// <summary>Where the run waits; null if the key is not a token's.</summary>
    public TokenKind? Kind { get; }

    /// <summary>The run; null if the key is not a token's.</summary>
    public string? Run { get; }

    /// <summary>Whether there is a key at all.</summary>
    public bool IsNone => string.IsNullOrEmpty(_key);

    /// <summary>A place in a message.</summary>
    public static Token InMessage(string message, string run) => new(Keys.QueuedPrefix(message) + run, KindOf(message), run);

    /// <summary>A place in the backlog, in order of due times within priority, tenant and class of target.</summary>
    public static Token InBacklog(Priority priority, string tenant, string targetClass, DateTimeOffset due, string run) =>
        new($"{Keys.BacklogPrefix(priority, tenant, targetClass)}{Keys.Time(due)}~{run}", TokenKind.Backlog, run);

    /// <summary>A place in the line at a gate, in order of due times.</summary>
    /// <param name="gate">The prefix of the gate's keys.</param>
    /// <param name="due">When the run may start.</param>
    /// <param name="run">The run.</param>
    public static Token InLine(string gate, DateTimeOffset due, string run) =>
        new($"{Keys.LinePrefix(gate)}{Keys.Time(due)}~{run}", TokenKind.Line, run);

    /// <summary>A place in the line of a target host, in order of due times.</summary>
    public static Token InHostLine(string tenant, string host, DateTimeOffset due, string run) =>
        new($"{Keys.HostLinePrefix(tenant, host)}{Keys.Time(due)}~{run}", TokenKind.HostLine, run);

    /// <summary>An alarm.</summary>
    /// <param name="kind">A kind that is an alarm.</param>
    /// <param name="act">When the clock may act.</param>
    /// <param name="run">The run.</param>
    /// <param name="claim">For an attempt: its claim, so that an attempt that was given up cannot find the token of the next one.</param>
    public static Token AtAlarm(TokenKind kind, DateTimeOffset act, string run, string? claim = null) =>
        new(new AlarmKey(act, kind.Name, claim is null ? run : $"{run}~{claim}"), kind, run);

    /// <summary>Reads any key; without kind and run if it is not a token's.</summary>
    public static Token Read(string? key)
    {
        var parts = (key ?? "").Split('~');
        return parts switch
        {
            ["Q", var message, var run] => new Token(key!, KindOf(message), run),
            ["Y", _, _, _, var run] => new Token(key!, TokenKind.Backlog, run),
            ["G", _, _, _, Keys.LinePart, _, var run] => new Token(key!, TokenKind.Line, run),
            ["W", _, _, _, var run] => new Token(key!, TokenKind.HostLine, run),
            ["A", _, var name, var run, ..] when TokenKind.OfAlarm(name) is { } kind => new Token(key!, kind, run),
            _ => new Token(key ?? "", null, null),
        };
    }

    private static TokenKind KindOf(string message) =>
        message.StartsWith(Keys.BatchMark, StringComparison.Ordinal) ? TokenKind.Ticket : TokenKind.Message;

    /// <summary>The message in the key of a place in one.</summary>
    public static string MessageOf(string key) => key.Split('~', 3)[1];

    /// <summary>The tenant in the key of a place in the backlog.</summary>
    public static string TenantOfBacklog(string key) => key.Split('~', 4)[2];

    /// <summary>
    /// What the keys of a line in the backlog begin with: its priority, tenant and class of target. Older versions wrote no class: there
    /// it is all that is due at one instant.
    /// </summary>
    public static string LineOfBacklog(string key)
    {
        var end = key.IndexOf(Keys.ClassEnd);
        return key[..((end < 0 ? key.LastIndexOf('~') : end) + 1)];
    }

    public static implicit operator string(Token token) => token.Key;

    public override string ToString() => Key;
}
