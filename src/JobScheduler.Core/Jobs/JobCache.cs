using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>Jobs as they were read a few seconds ago.</summary>
public sealed class JobCache(RecordRow<JobRecord> rows, IStorage storage, TimeProvider time) : RecordCache<JobRecord>(rows, storage, time);
