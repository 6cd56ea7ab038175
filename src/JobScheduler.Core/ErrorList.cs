namespace JobScheduler;

/// <summary>
/// What is wrong with a request, by field path, so that all errors of shape and of meaning are reported together. A field that could not
/// be read has no meaning, so nothing more is reported about it, nor about what depends on it.
/// </summary>
/// <param name="most">How many errors are listed.</param>
public sealed class ErrorList(int most = ErrorList.Most)
{
    /// <summary>Further errors are counted, but not listed: a response must not grow with the request it rejects.</summary>
    public const int Most = 100;

    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <summary>Whether no more errors are listed: there is no need for the path and the message of another one.</summary>
    public bool IsFull => _count >= most;

    /// <summary>Whether something has the wrong shape, and not only the wrong meaning.</summary>
    public bool IsMalformed { get; private set; }

    private bool HasUnread => _unread.Count > 0;

    /// <summary>Adds a message about the meaning of a field. The path is written as the API writes it: <c>retry.delays[2]</c>.</summary>
    /// <param name="field">Its path.</param>
    /// <param name="message">What is wrong, and what would be valid.</param>
    /// <param name="related">Other fields that the check depends on, with everything they contain.</param>
    public void Add(string field, string message, params ReadOnlySpan<string> related)
    {
        if (HasUnread && (IsUnread(field) || IsAnyPartUnread(related)))
        {
            return;
        }

        Keep(field, message);
    }

    /// <summary>
    /// Adds a message about a field that was read, but whose value is beyond what the rules can judge; it counts as not given for them.
    /// </summary>
    /// <param name="field">Its path.</param>
    /// <param name="message">What would be valid.</param>
    public void AddOutOfRange(string field, string message)
    {
        Remember(field);
        Keep(field, message);
    }

    /// <summary>Adds a message about the shape of a field, which could not be read.</summary>
    /// <param name="field">Its path.</param>
    /// <param name="message">What is wrong, and what would be valid.</param>
    /// <param name="related">Other fields that the check depends on.</param>
    public void AddShape(string field, string message, params ReadOnlySpan<string> related)
    {
        if (related.Length > 0 && HasUnread && (IsUnread(field) || IsAnyPartUnread(related)))
        {
            return;
        }

        MarkUnread(field);
        Keep(field, message);
    }

    /// <summary>Marks a field as unreadable because of an error already reported for a part of it.</summary>
    public void MarkUnread(string field)
    {
        IsMalformed = true;
        Remember(field);
    }

    /// <summary>Counts an error of shape of which no more than its number will be known, because the list is full.</summary>
    public void AddUnlisted()
    {
        IsMalformed = true;
        _count++;
    }

    /// <summary>The errors, in the order they were found.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ToDictionary() =>
        _errors.ToDictionary(error => error.Key, error => (IReadOnlyList<string>)error.Value);

    /// <exception cref="RefusalException">There are errors; thrown as <see cref="RefusalKind.Invalid"/> with all of them.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new RefusalException(RefusalKind.Invalid, Summary(), ToDictionary());
        }
    }

    /// <summary>One sentence: the first error, how many more there are, and how many are listed if not all are.</summary>
    public string Summary()
    {
        var (field, messages) = _errors.First();
        var listed = _count > most ? $"; only the first {most} are listed" : "";
        return $"{field}: {messages[0]}" + (_count > 1 ? $" (and {_count - 1} more{listed})" : "");
    }

    /// <summary>The path of a member inside a parent, which is empty at the top.</summary>
    public static string Path(string parent, string member) => parent.Length == 0 ? member : $"{parent}.{member}";

    private void Remember(string field)
    {
        if (_unread.Count < Most)
        {
            _unread.Add(field);
        }
    }

    private void Keep(string field, string message)
    {
        if (++_count > most)
        {
            return;
        }

        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors[field] = messages = [];
        }

        messages.Add(message);
    }

    private bool IsAnyPartUnread(ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (IsUnread(field) || _unread.Any(unread => IsPart(unread, field)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(string path, string whole) =>
        path.Length > whole.Length && path[whole.Length] is '.' or '[' && path.StartsWith(whole, StringComparison.Ordinal);

    /// <summary>Whether the field, or something it is a part of, could not be read.</summary>
    private bool IsUnread(string field)
    {
        for (var end = field.Length; end > 0; end = field.AsSpan(0, end).LastIndexOfAny('.', '['))
        {
            if (_unread.Contains(field[..end]))
            {
                return true;
            }
        }

        return false;
    }
}
