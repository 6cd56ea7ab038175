using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using JobScheduler.FunctionsHost.Tests.Workers;

namespace JobScheduler.FunctionsHost.Tests.Hosting;

/// <summary>What this host takes from the host.json that is deployed.</summary>
internal sealed record HostJson(QueueMessageEncoding Encoding, int BatchSize, int Threshold, int MaxDequeueCount, TimeSpan RetryAfter)
{
    public static HostJson Read()
    {
        var queues = JsonNode.Parse(File.ReadAllText(Path.Combine(WorkerProcess.Folder, "host.json")))!["extensions"]!["queues"]!;
        return new(
            Enum.Parse<QueueMessageEncoding>((string?)queues["messageEncoding"] ?? "base64", ignoreCase: true),
            (int)queues["batchSize"]!,
            (int)queues["newBatchThreshold"]!,
            (int)queues["maxDequeueCount"]!,
            TimeSpan.Parse((string)queues["visibilityTimeout"]!, System.Globalization.CultureInfo.InvariantCulture));
    }
}
