using System.Net;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Http;

/// <summary>
/// What the log says of invalid credentials: a line for the first of an address, and once a minute one for all that had none. Addresses
/// are many where they are an attacker's, so their lines have a limit too. Never says the credential. Thread-safe.
/// </summary>
public sealed class GuessLog(TimeProvider time, ILogger<GuessLog> log) : IDisposable
{
    /// <summary>How many lines for single addresses a minute has.</summary>
    public const int Lines = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ITimer? _end;
    private int _shown;
    private long _more;
    private (IPAddress? Address, string TraceId) _last;

    /// <summary>Notes a request with an invalid credential.</summary>
    public void Note(IPAddress? address, bool isFirst, string traceId)
    {
        lock (_lock)
        {
            _end ??= CreateTimer();
            if (!isFirst || _shown == Lines)
            {
                _more++;
                _last = (address, traceId);
                return;
            }

            _shown++;
        }

        ApiEvents.CredentialInvalid(log, Name(address));
    }

    /// <summary>Says what has no line yet.</summary>
    public void Dispose() => End();

    // Out of the flow of the request that begins the minute: its trace must not be around a line about others.
    private ITimer CreateTimer()
    {
        using var suppressed = ExecutionContext.SuppressFlow();
        return time.CreateTimer(_ => End(), null, Minute, Timeout.InfiniteTimeSpan);
    }

    private void End()
    {
        long more;
        (IPAddress? Address, string TraceId) last;
        lock (_lock)
        {
            _end?.Dispose();
            (more, last) = (_more, _last);
            (_end, _shown, _more) = (null, 0, 0);
        }

        if (more > 0)
        {
            ApiEvents.MoreCredentialsInvalid(log, more, Name(last.Address), last.TraceId);
        }
    }

    private static string Name(IPAddress? address) => address?.ToString() ?? "no address";
}
