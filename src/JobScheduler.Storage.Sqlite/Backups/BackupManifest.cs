using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Storage.Sqlite;

/// <summary>What a backup holds; the file <c>backup.json</c> in it.</summary>
public sealed record BackupManifest
{
    internal const string FileName = "backup.json";

    private const int KnownFormat = 1;

    /// <summary>The version of this record.</summary>
    public required int Format { get; init; }

    /// <summary>The time of the state that it holds: everything acknowledged before is in it.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of the database's tables.</summary>
    public required int Schema { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>The size of all its files.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    internal static BackupManifest Of(DateTimeOffset takenAt, int schema, IReadOnlyList<BackupFile> files) =>
        new() { Format = KnownFormat, TakenAt = takenAt, Schema = schema, Files = files };

    internal void Write(string folder)
    {
        using var file = PrivateFile.Create(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file, this, BackupJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="StorageException">Permanent: it is missing, unreadable, or of a newer version.</exception>
    internal static BackupManifest Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), BackupJson.Default.BackupManifest);
            return manifest?.Format == KnownFormat
                ? manifest
                : throw Refusal($"{FileName} in it was written by a newer version; restore it with that version");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Refusal(BackupTarget.IsInterrupted(folder)
                ? "it was interrupted. Use another backup"
                : $"{FileName} is missing in it. Name the folder that was given to backup");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Refusal($"{FileName} in it cannot be read: {e.Message.TrimEnd('.')}. Use another backup");
        }

        StorageException Refusal(string reason) => new(
            StorageFault.Permanent, $"'{folder}' is not a finished backup that this version can restore: {reason}.");
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Name">Its name in the backup and in the data folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The SHA-256 of its content, in lowercase hexadecimal digits.</param>
public sealed record BackupFile(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
