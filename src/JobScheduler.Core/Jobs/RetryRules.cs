using System.Buffers;

namespace JobScheduler.Jobs;

/// <summary>Rules for a retry policy, besides the bounds of its members.</summary>
public static class RetryRules
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_+`-");

    public static void Check(RetryPolicy retry, string path, ErrorList errors)
    {
        MemberBounds.Check(retry, path, errors);
        CheckDelays(retry, path, errors);
        CheckNames(retry.RetryOn, ErrorList.Path(path, "retryOn"), errors);
        CheckNames(retry.NeverOn, ErrorList.Path(path, "neverOn"), errors);
    }

    private static void CheckDelays(RetryPolicy retry, string path, ErrorList errors)
    {
        var (backoff, greatest) = (ErrorList.Path(path, "backoff"), ErrorList.Path(path, "maxDelay"));
        var max = Duration.Format(retry.MaxDelay);
        if (retry.Backoff != Backoff.List)
        {
            if (retry.Delays is not null)
            {
                errors.Add(ErrorList.Path(path, "delays"), "belongs to the backoff \"list\"; set it to null for any other", backoff);
            }

            // If it were cut silently, an hour would become ten minutes.
            if (retry.Backoff != Backoff.None && retry.InitialDelay > retry.MaxDelay)
            {
                errors.Add(
                    ErrorList.Path(path, "initialDelay"),
                    $"{Duration.Format(retry.InitialDelay)} is longer than maxDelay ({max}); raise maxDelay or shorten this",
                    backoff,
                    greatest);
            }

            return;
        }

        if (retry.Delays is not { Count: >= 1 and <= RetryPolicy.MostDelays })
        {
            errors.Add(ErrorList.Path(path, "delays"), $"the backoff \"list\" needs 1 to {RetryPolicy.MostDelays} delays");
        }

        for (var i = 0; i < Math.Min(retry.Delays?.Count ?? 0, RetryPolicy.MostDelays); i++)
        {
            if (retry.Delays![i] > retry.MaxDelay)
            {
                errors.Add(
                    ErrorList.Path(path, $"delays[{i}]"), $"{Duration.Format(retry.Delays[i])} is longer than maxDelay ({max})", greatest);
            }
        }
    }

    private static void CheckNames(IReadOnlyList<string>? names, string path, ErrorList errors)
    {
        if (names is null)
        {
            return;
        }

        if (names.Count is 0 or > RetryPolicy.MostNames)
        {
            errors.Add(path, $"must be null, or 1 to {RetryPolicy.MostNames} failure names");
        }

        for (var i = 0; i < Math.Min(names.Count, RetryPolicy.MostNames); i++)
        {
            if (!IsName(names[i]))
            {
                errors.Add(
                    $"{path}[{i}]",
                    "is not a failure name such as http:404, http:5xx, http, timeout, heartbeat, connection, lost, "
                    + "or a handler's exception type");
            }
        }
    }

    private static bool IsName(string name)
    {
        if (name.Length is 0 or > 100 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            return false;
        }

        if (!name.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var status = name.AsSpan(5);
        return status.Length == 3 && status[0] is >= '1' and <= '5'
            && (status[1..].Equals("xx", StringComparison.OrdinalIgnoreCase)
                || (char.IsAsciiDigit(status[1]) && char.IsAsciiDigit(status[2])));
    }
}
