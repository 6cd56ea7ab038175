using System.Buffers;
using System.Text;

namespace JobScheduler.Storage;

/// <summary>
/// The limits of Azure Tables and Queues, which hold for every driver
/// (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
/// </summary>
public static class StorageLimits
{
    /// <summary>Operations in one commit.</summary>
    public const int OperationsPerCommit = 100;

    /// <summary>Size of one commit, as <see cref="RowOperation.Size"/> estimates it.</summary>
    public const int BytesPerCommit = 4 * 1024 * 1024;

    /// <summary>Size of one row.</summary>
    public const int BytesPerRow = 1024 * 1024;

    /// <summary>UTF-16 characters of one text column.</summary>
    public const int TextLength = 32 * 1024;

    /// <summary>Columns of one row besides its key.</summary>
    public const int ColumnsPerRow = 252;

    /// <summary>Characters of a key.</summary>
    public const int KeyLength = 512;

    /// <summary>
    /// UTF-8 bytes of a message: the service accepts 64 KiB, and the driver sends base64; that is 48 KiB of content.
    /// </summary>
    public const int MessageBytes = 48 * 1024;

    /// <summary>Characters of a queue's name: the service accepts 63, and a driver may prepend 20 and a dash.</summary>
    public const int QueueNameLength = 42;

    /// <summary>Messages of one receive.</summary>
    public const int MessagesPerReceive = 32;

    /// <summary>Rows of one page.</summary>
    public const int RowsPerPage = 1000;

    /// <summary>The longest a message may be delayed or hidden.</summary>
    public static readonly TimeSpan MessageDelay = TimeSpan.FromDays(7);

    private static readonly SearchValues<char> KeyAlphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~|");

    private static readonly SearchValues<char> QueueAlphabet = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a partition or row key is 1 to 512 characters of letters, digits, <c>- _ . ~ |</c>.</summary>
    public static bool IsKey(string key) => key.Length is > 0 and <= KeyLength && !key.AsSpan().ContainsAnyExcept(KeyAlphabet);

    /// <exception cref="ArgumentException">The key is empty, too long, or has an invalid character.</exception>
    public static void CheckKey(string key)
    {
        if (!IsKey(key))
        {
            throw new ArgumentException($"'{key}' is not a key: 1 to {KeyLength} characters of A-Z a-z 0-9 - _ . ~ |", nameof(key));
        }
    }

    /// <exception cref="ArgumentException">
    /// The commit is empty, too large, touches a row twice, or has a value beyond the limits.
    /// </exception>
    public static void CheckCommit(string partition, IReadOnlyList<RowOperation> operations)
    {
        CheckKey(partition);
        if (operations.Count is 0 or > OperationsPerCommit)
        {
            throw new ArgumentException($"a commit has 1 to {OperationsPerCommit} operations, not {operations.Count}", nameof(operations));
        }

        var bytes = 0;
        var keys = new HashSet<string>(operations.Count, StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            CheckKey(operation.Key);
            if (!keys.Add(operation.Key))
            {
                throw new ArgumentException($"a commit may name a row only once; '{operation.Key}' is there twice", nameof(operations));
            }

            CheckRow(operation);
            bytes += operation.Size;
        }

        if (bytes > BytesPerCommit)
        {
            throw new ArgumentException($"a commit has at most {BytesPerCommit} bytes, not {bytes}", nameof(operations));
        }
    }

    /// <summary>Checks what one operation writes. Drivers check a merge again, with the columns that the row would then have.</summary>
    /// <exception cref="ArgumentException">The row is too large, has too many columns, or too long a text.</exception>
    public static void CheckRow(RowOperation operation)
    {
        CheckColumns(operation);
        if (operation.Size > BytesPerRow)
        {
            throw new ArgumentException($"row '{operation.Key}' has {operation.Size} bytes, more than {BytesPerRow}", nameof(operation));
        }
    }

    /// <exception cref="ArgumentException">The partition is not a key, or the limit is not 1 to 1,000 rows.</exception>
    public static void CheckQuery(RowQuery query)
    {
        CheckKey(query.Partition);
        if (query.Limit is < 1 or > RowsPerPage)
        {
            throw new ArgumentException($"a page has 1 to {RowsPerPage} rows, not {query.Limit}", nameof(query));
        }
    }

    /// <exception cref="ArgumentException">The name is not a valid queue name.</exception>
    public static void CheckQueue(string queue)
    {
        if (queue.Length is < 3 or > QueueNameLength || queue.AsSpan().ContainsAnyExcept(QueueAlphabet)
            || queue[0] == '-' || queue[^1] == '-' || queue.Contains("--", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{queue}' is not a queue name: 3 to {QueueNameLength} of a-z 0-9 and single dashes inside", nameof(queue));
        }
    }

    /// <summary>Whether a queue takes a message with this body.</summary>
    public static bool IsMessage(string body) => Encoding.UTF8.GetByteCount(body) <= MessageBytes;

    /// <exception cref="ArgumentException">The body is too large, or the delay negative or beyond 7 days.</exception>
    public static void CheckMessage(string queue, string body, TimeSpan delay)
    {
        CheckQueue(queue);
        CheckVisibility(delay);
        if (!IsMessage(body))
        {
            throw new ArgumentException($"a message has at most {MessageBytes} bytes", nameof(body));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">
    /// Not 1 to 32 messages, or the visibility is below a second or beyond 7 days.
    /// </exception>
    public static void CheckReceive(string queue, int max, TimeSpan visibility)
    {
        CheckQueue(queue);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, MessagesPerReceive);
        ArgumentOutOfRangeException.ThrowIfLessThan(visibility, TimeSpan.FromSeconds(1));
        CheckVisibility(visibility);
    }

    /// <exception cref="ArgumentOutOfRangeException">Negative or beyond 7 days.</exception>
    public static void CheckVisibility(TimeSpan visibility)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visibility, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(visibility, MessageDelay);
    }

    /// <summary>Delays and visibilities count in whole seconds: 1.9 s is 1 s.</summary>
    public static TimeSpan CutToSeconds(TimeSpan duration) => new(duration.Ticks - duration.Ticks % TimeSpan.TicksPerSecond);

    /// <exception cref="ArgumentException">The name has characters other than those of a key and <c>/</c>.</exception>
    public static void CheckBlob(string name)
    {
        if (name.Length is 0 or > KeyLength || !name.Split('/').All(IsKey))
        {
            throw new ArgumentException($"'{name}' is not a blob name: parts of the key alphabet, separated by /", nameof(name));
        }
    }

    private static void CheckColumns(RowOperation operation)
    {
        if (operation.Columns.Count > ColumnsPerRow)
        {
            throw new ArgumentException($"row '{operation.Key}' has {operation.Columns.Count} columns, more than {ColumnsPerRow}");
        }

        foreach (var (name, value) in operation.Columns)
        {
            if (value.Kind == ColumnKind.Text && value.Text.Length > TextLength)
            {
                throw new ArgumentException(
                    $"column '{name}' of row '{operation.Key}' has {value.Text.Length} characters, more than {TextLength}");
            }
        }
    }
}
