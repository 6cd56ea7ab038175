using System.Text.Json.Nodes;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>Members of answers.</summary>
internal static class Json
{
    public static string? Text(this JsonNode node, string member) => (string?)node[member];

    public static int Number(this JsonNode node, string member) => (int)node[member]!;
}
