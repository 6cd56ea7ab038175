using System.Text.Json.Nodes;

namespace JobScheduler.FunctionsHost.Tests.Protocol;

/// <summary>A line that the worker logs through its host.</summary>
internal sealed record WorkerLine(string Level, string Category, string Message)
{
    public static WorkerLine Of(JsonObject log) => new(
        (string?)log["level"] ?? "Trace",
        (string?)log["category"] ?? "",
        $"{(string?)log["message"]} {(string?)log["exception"]?["message"]}".TrimEnd());
}
