using System.Text.Json.Nodes;

namespace JobScheduler.Processes.Tests.Faults;

/// <summary>The heap of the built program has a limit without anybody's doing.</summary>
public sealed class MemoryLimitTests
{
    private static readonly string Settings = Path.Combine(AppContext.BaseDirectory, "JobScheduler.Standalone.runtimeconfig.json");

    [Fact]
    public void Heap_has_a_limit_also_without_publishing()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Settings))!;

        Assert.Equal("60", settings["runtimeOptions"]!["configProperties"]!["System.GC.HeapHardLimitPercent"]!.ToString());
    }
}
