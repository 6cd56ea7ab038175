using System.Text;
using System.Text.Json;

namespace JobScheduler.Api.Http;

/// <summary>
/// Looks at a body once, before anything is built of it: is it JSON, not too deep, without a member given twice, and of no more values
/// than the route takes? Time and memory are in proportion to its bytes.
/// </summary>
internal sealed class BodyScan : IDisposable
{
    private const string Items = "items";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _mostItems;
    private readonly MemberNames _names;
    private readonly Step[] _steps = new Step[BodyLimits.Depth + 1];
    private readonly ErrorList _errors = new();
    private int _depth;
    private bool _isInItems;

    private BodyScan(ReadOnlyMemory<byte> body, int mostItems, MemoryLease lease)
    {
        _body = body;
        _mostItems = mostItems;
        _names = new MemberNames(body, lease);
    }

    /// <summary>Checks the body.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="mostTokens">Names and values, and ends of arrays and objects, at most.</param>
    /// <param name="mostItems">Items of the top-level member of that name, at most.</param>
    /// <param name="lease">Pays for the names that are remembered; they are returned at the end.</param>
    /// <returns>How many tokens there are.</returns>
    /// <exception cref="MalformedException">Not JSON of the shape stated above.</exception>
    /// <exception cref="ProblemException">413: too many tokens.</exception>
    /// <exception cref="RefusalException">Too many items.</exception>
    public static int Check(ReadOnlyMemory<byte> body, int mostTokens, int mostItems, MemoryLease lease)
    {
        using var scan = new BodyScan(body, mostItems, lease);
        try
        {
            var tokens = scan.Read(mostTokens);
            MalformedException.ThrowIfMalformed(scan._errors);
            return tokens;
        }
        catch (JsonException error)
        {
            throw MalformedException.Of(
                MalformedException.Body,
                $"is not valid JSON of at most {BodyLimits.Depth} levels: "
                + $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            throw MalformedException.Of(MalformedException.Body, "a member's name contains an unpaired surrogate");
        }
    }

    public void Dispose() => _names.Dispose();

    private int Read(int mostTokens)
    {
        var reader = new Utf8JsonReader(_body.Span, new JsonReaderOptions { MaxDepth = BodyLimits.Depth });
        var tokens = 0;
        while (reader.Read())
        {
            if (++tokens > mostTokens)
            {
                throw ProblemException.TooManyValues(mostTokens);
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Name(ref reader);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Value();
                    _steps[++_depth] = new Step(reader.TokenType == JsonTokenType.StartArray, -1, 0);
                    _names.Begin(_depth);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _depth--;
                    break;
                default:
                    Value();
                    break;
            }
        }

        return tokens;
    }

    private void Name(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        _steps[_depth] = new Step(false, start, reader.ValueSpan.Length + 2);
        if (_depth == 1)
        {
            _isInItems = reader.ValueTextEquals(Items);
        }

        if (_names.TryAdd(_depth, ref reader))
        {
            return;
        }

        if (_errors.IsFull)
        {
            _errors.AddUnlisted();
        }
        else
        {
            _errors.AddShape(Path(), "is given more than once");
        }
    }

    /// <summary>A value begins; in an array, it is the next item.</summary>
    private void Value()
    {
        ref var step = ref _steps[_depth];
        if (!step.IsArray)
        {
            return;
        }

        step = step with { Place = step.Place + 1 };
        if (_depth == 2 && _isInItems && step.Place >= _mostItems)
        {
            throw RefusalException.Invalid(Items, $"has more than {_mostItems} items; 1 to {_mostItems} are allowed");
        }
    }

    private string Path()
    {
        var path = new StringBuilder();
        for (var depth = 1; depth <= _depth; depth++)
        {
            ref var step = ref _steps[depth];
            if (step.IsArray)
            {
                path.Append('[').Append(step.Place).Append(']');
            }
            else
            {
                // Kept: many members given twice may have the same long name above them.
                step = step with { Shown = step.Shown ?? MemberName.Shown(NameOf(step)) };
                path.Append(path.Length > 0 ? "." : "").Append(step.Shown);
            }
        }

        return path.ToString();
    }

    private string NameOf(Step step)
    {
        var reader = new Utf8JsonReader(_body.Span.Slice(step.Place, step.Length));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Where the scan is in an open array or object.</summary>
    /// <param name="IsArray">Which of them.</param>
    /// <param name="Place">The index of the item, or where the name of the member begins, with its quote.</param>
    /// <param name="Length">Of the name, with its quotes.</param>
    /// <param name="Shown">The name as an error shows it; null: none has yet.</param>
    private readonly record struct Step(bool IsArray, int Place, int Length, string? Shown = null);
}
