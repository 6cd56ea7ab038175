using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Runs;

/// <summary>
/// A bulk without its items: where each one is, and what is around them. So the items become documents one after the other: a document of
/// the whole body would take twice its bytes, from a pool that keeps them.
/// </summary>
internal sealed class BulkEnvelope
{
    private BulkEnvelope(byte[] around, List<BulkItem> items) => (Around, Items) = (around, items);

    /// <summary>The body with a zero for each item, and for each value that the body should not have.</summary>
    public byte[] Around { get; }

    public IReadOnlyList<BulkItem> Items { get; }

    /// <summary>Takes a body apart.</summary>
    /// <param name="body">Checked: see <see cref="BodyScan"/>.</param>
    public static BulkEnvelope Open(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = BodyLimits.Depth });
        var around = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(around);
        var items = new List<BulkItem>();
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            writer.WriteStartObject();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isItems = reader.ValueTextEquals("items"u8);
                writer.WritePropertyName(reader.GetString()!);
                reader.Read();
                if (isItems && reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadItems(ref reader, items, writer);
                }
                else
                {
                    WriteKind(ref reader, writer);
                }
            }

            writer.WriteEndObject();
        }
        else
        {
            WriteKind(ref reader, writer);
        }

        writer.Flush();
        return new BulkEnvelope(around.WrittenSpan.ToArray(), items);
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<BulkItem> items, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var tokens = 1;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth; tokens++)
                {
                }
            }

            items.Add(new BulkItem(start, (int)reader.BytesConsumed - start, tokens + 1));
            writer.WriteNumberValue(0);
        }

        writer.WriteEndArray();
    }

    /// <summary>A small value of the same kind: what is said of it depends on no more.</summary>
    private static void WriteKind(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                reader.Skip();
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                reader.Skip();
                writer.WriteStartArray();
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(""u8);
                break;
            case JsonTokenType.Null:
                writer.WriteNullValue();
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.WriteBooleanValue(reader.GetBoolean());
                break;
            default:
                writer.WriteNumberValue(0);
                break;
        }
    }
}

/// <summary>An item of a bulk.</summary>
/// <param name="Start">Where it begins in the body.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Tokens">Names, values and ends in it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BulkItem(int Start, int Length, int Tokens)
{
    /// <summary>2, and 16 for each of the two tokens that <c>[],</c> has in three bytes.</summary>
    public const int MostMemoryPerByte = 13;

    /// <summary>What its document takes.</summary>
    public long Memory => (2L * Length) + (BodyDocument.BytesPerToken * Tokens);
}
