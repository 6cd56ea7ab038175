using System.Reflection;
using NetArchTest.Rules;

namespace JobScheduler.Core.Tests;

/// <summary>Core's folders are floors: each uses only those that come before it in the list, and what is in no folder.</summary>
public sealed class FloorTests
{
    private const string Root = "JobScheduler";

    /// <summary>From the ground up. A new feature gets its place here, and nowhere else.</summary>
    private static readonly string[] Floors =
    [
        "Storage", "Shards", "Operations", "Access", "Targets", "Hosts", "Jobs", "Gates", "Runs", "Schedules", "DeadLetters", "Execution",
        "Upkeep", "Clock",
    ];

    private static readonly Assembly Core = typeof(JobSchedulerRegistration).Assembly;

    public static TheoryData<string> All => [.. Floors];

    [Theory]
    [MemberData(nameof(All))]
    public void Floor_uses_only_those_below_it(string floor)
    {
        var above = Floors[(Array.IndexOf(Floors, floor) + 1)..];
        Check(floor, above);
    }

    [Fact]
    public void Clock_knows_no_feature() => Check("Clock", Floors.Except(["Storage", "Shards", "Clock"]));

    [Fact]
    public void What_is_in_no_folder_uses_no_floor()
    {
        var result = Types.InAssembly(Core).That()
            .ResideInNamespaceMatching($"^{Root}$")
            .And().DoNotHaveName(nameof(JobSchedulerRegistration))
            .ShouldNot().HaveDependencyOnAny([.. Floors.Select(Namespace)])
            .GetResult();
        Assert.True(result.IsSuccessful, Tell(result));
    }

    [Fact]
    public void Every_folder_is_a_floor()
    {
        var folders = Core.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(Root + ".", StringComparison.Ordinal))
            .Select(name => name.Split('.')[1])
            .Distinct();
        Assert.Subset(Floors.ToHashSet(), folders.ToHashSet());
    }

    [Fact]
    public void Rule_sees_what_it_forbids()
    {
        var result = Types.InAssembly(Core)
            .That()
            .ResideInNamespaceMatching(Pattern("Runs"))
            .ShouldNot()
            .HaveDependencyOnAny(Namespace("Shards"))
            .GetResult();
        Assert.False(result.IsSuccessful);
    }

    private static void Check(string floor, IEnumerable<string> forbidden)
    {
        var result = Types.InAssembly(Core).That()
            .ResideInNamespaceMatching(Pattern(floor))
            .ShouldNot().HaveDependencyOnAny([.. forbidden.Select(Namespace)])
            .GetResult();
        Assert.True(result.IsSuccessful, Tell(result));
    }

    private static string Namespace(string floor) => $"{Root}.{floor}";

    private static string Pattern(string floor) => $@"^{Root}\.{floor}(\.|$)";

    private static string Tell(NetArchTest.Rules.TestResult result) =>
        string.Join('\n', result.FailingTypes?.Select(type => $"{type.FullName}: {type.Explanation}") ?? []);
}
