using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Puts off whoever sends many invalid credentials: 429 in place of 401. Valid ones are always admitted, also from such an address, which
/// others may share. So the pause saves work and log, and does not limit guessing: against that keys must be random, as those that we
/// generate are. <see cref="KeyStrength"/> refuses configured ones that plainly are not.
/// </summary>
public sealed class GuessGuard(CallerAddress addresses, GuessTable table, GuessLog log)
{
    /// <summary>How to refuse a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refusal">The refusal of the gate.</param>
    public ProblemException Judge(HttpContext context, ProblemException refusal)
    {
        if (!refusal.IsGuess)
        {
            return refusal;
        }

        var address = addresses.Of(context);
        var pause = table.Count(address, out var isFirst);
        log.Note(address, isFirst, RequestTrace.IdOf(context));
        return pause is not { } wait ? refusal : new ProblemException(
            ProblemKind.Throttled,
            $"{refusal.Message}, and too many invalid ones came from this address; a valid one is accepted at any time")
        {
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
