using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>Inputs that nothing refers to any more.</summary>
internal static class ScheduleBlobs
{
    /// <summary>
    /// Deletes them as far as storage lets it. It comes after the commit that has let go of them: a failure here must not be the answer to
    /// what took effect, and costs no more than a blob that stays.
    /// </summary>
    public static async Task TryDeleteAsync(IStorage storage, IEnumerable<string> blobs)
    {
        foreach (var blob in blobs)
        {
            try
            {
                await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
            }
            catch (StorageException)
            {
                // It stays.
            }
        }
    }
}
