using System.Buffers;
using JobScheduler.Text;

namespace JobScheduler.Jobs;

/// <summary>Bounds of a retry policy.</summary>
public static class RetryRules
{
    public const int MostAttempts = 100;
    public const int MostDelays = 100;
    public const int MostNames = 50;
    public const double LargestFactor = 100;

    /// <summary>365 days.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(365);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.:_+`-");

    public static void Check(RetryPolicy retry, string path, ErrorList errors)
    {
        Require(retry.MaxAttempts is >= 1 and <= MostAttempts, "maxAttempts", $"must be 1 to {MostAttempts}");
        Require(retry.Factor is >= 1 and <= LargestFactor, "factor", $"must be 1 to {LargestFactor}");
        Require(retry.Jitter is >= 0 and <= 1, "jitter", "must be 0 to 1: a share of the delay");
        Require(retry.MaxDelay <= LongestDelay, "maxDelay", $"must be at most {Duration.Format(LongestDelay)}");
        CheckDelays(retry, Require);
        CheckNames(retry.RetryOn, ErrorList.Path(path, "retryOn"), errors);
        CheckNames(retry.NeverOn, ErrorList.Path(path, "neverOn"), errors);

        void Require(bool holds, string member, string message)
        {
            if (!holds)
            {
                errors.Add(ErrorList.Path(path, member), message);
            }
        }
    }

    private static void CheckDelays(RetryPolicy retry, Action<bool, string, string> require)
    {
        var max = Duration.Format(retry.MaxDelay);
        if (retry.Backoff != Backoff.List)
        {
            require(retry.Delays is null, "delays", "belongs to the backoff \"list\"; write null for any other");

            // Cut down silently, an hour would become ten minutes.
            require(
                retry.Backoff == Backoff.None || retry.InitialDelay <= retry.MaxDelay,
                "initialDelay",
                $"{Duration.Format(retry.InitialDelay)} is more than maxDelay ({max}); raise maxDelay or shorten this");
            return;
        }

        require(retry.Delays is { Count: >= 1 and <= MostDelays }, "delays", $"the backoff \"list\" needs 1 to {MostDelays} delays");
        for (var i = 0; i < Math.Min(retry.Delays?.Count ?? 0, MostDelays); i++)
        {
            require(retry.Delays![i] <= retry.MaxDelay, $"delays[{i}]", $"{Duration.Format(retry.Delays[i])} is more than maxDelay ({max})");
        }
    }

    private static void CheckNames(IReadOnlyList<string>? names, string path, ErrorList errors)
    {
        if (names is null)
        {
            return;
        }

        if (names.Count is 0 or > MostNames)
        {
            errors.Add(path, $"must be null, or 1 to {MostNames} names of failures");
        }

        for (var i = 0; i < Math.Min(names.Count, MostNames); i++)
        {
            if (!IsName(names[i]))
            {
                errors.Add($"{path}[{i}]", "is no name of a failure such as http:404, http:5xx, http, timeout, heartbeat, connection, lost, or a handler's exception type");
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
            && (status[1..].Equals("xx", StringComparison.OrdinalIgnoreCase) || (char.IsAsciiDigit(status[1]) && char.IsAsciiDigit(status[2])));
    }
}
