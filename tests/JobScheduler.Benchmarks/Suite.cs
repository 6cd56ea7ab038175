using System.Globalization;

namespace JobScheduler.Benchmarks;

/// <summary>Chooses scenarios from the command line and prints a table of what they measured.</summary>
internal static class Suite
{
    private static readonly Dictionary<string, Func<int, Task<IReadOnlyList<Figure>>>> Scenarios = new(StringComparer.Ordinal)
    {
        ["bare"] = BareLoop.RunAsync,
        ["submit"] = Submit.SinglesAsync,
        ["bulk"] = Submit.BulksAsync,
        ["drain"] = Drain.RunAsync,
        ["lateness"] = Latenesses.RunAsync,
        ["hanging"] = HangingTargets.RunAsync,
        ["footprint"] = Footprint.RunAsync,
        ["azure"] = AzureCalls.RunAsync,
        ["next-fire"] = NextFires.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var runs = Array.IndexOf(args, "--runs") is >= 0 and var at && at + 1 < args.Length
            ? int.Parse(args[at + 1], CultureInfo.InvariantCulture)
            : 0;
        var names = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        if (names is [] or ["all"])
        {
            names = [.. Scenarios.Keys];
        }

        if (names.Find(name => !Scenarios.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"there is no scenario '{unknown}'; there are: all, {string.Join(", ", Scenarios.Keys)}");
            return 2;
        }

        Console.WriteLine($"| scenario | figure | value |\n|---|---|---|");
        foreach (var name in names)
        {
            foreach (var figure in await Scenarios[name](runs))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {figure.Name} | {figure.Value:#,0.###} |"));
            }
        }

        return 0;
    }
}

/// <summary>One measured number.</summary>
internal sealed record Figure(string Name, double Value);
