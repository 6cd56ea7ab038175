using System.Text;
using System.Text.Json;
using JobScheduler.Runs;

namespace JobScheduler.Api.Runs;

/// <summary>Contents that can be shown inside a JSON answer.</summary>
public static class PayloadJson
{
    /// <summary>Larger contents are not shown inside a run: 1 MiB.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>The content as JSON; null when there is none, or when a target said JSON and sent something else.</summary>
    public static RawJson? Of(Payload? payload, string? text)
    {
        if (payload is not { IsJson: true } || text is null)
        {
            return null;
        }

        // A result is what a target answered: a false content type must not break the answer that shows it.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 512 });
        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read() ? new RawJson(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
