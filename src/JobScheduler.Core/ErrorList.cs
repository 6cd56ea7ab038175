namespace JobScheduler;

/// <summary>What is wrong with a request, by field path, so that everything can be said at once.</summary>
public sealed class ErrorList
{
    /// <summary>More are not kept: an answer must not grow with the request it refuses.</summary>
    public const int Most = 100;

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Adds a message for a field. The path is written as the API writes it: <c>retry.delays[2]</c>.</summary>
    public void Add(string field, string message)
    {
        if (++_count > Most)
        {
            return;
        }

        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors[field] = messages = [];
        }

        messages.Add(message);
    }

    /// <summary>The errors in the order in which they were found.</summary>
    public IReadOnlyDictionary<string, string[]> ToDictionary() => _errors.ToDictionary(error => error.Key, error => error.Value.ToArray());

    /// <exception cref="RefusalException">There are errors: <see cref="RefusalKind.Invalid"/> with all of them.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new RefusalException(RefusalKind.Invalid, Summary(), ToDictionary());
        }
    }

    /// <summary>One sentence: the first error, and how many more there are.</summary>
    public string Summary()
    {
        var (field, messages) = _errors.First();
        return $"{field}: {messages[0]}" + (_count > 1 ? $" (and {_count - 1} more)" : "");
    }

    /// <summary>The path of a member inside a path, which is empty at the top.</summary>
    public static string Path(string parent, string member) => parent.Length == 0 ? member : $"{parent}.{member}";
}
