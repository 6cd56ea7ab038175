using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JobScheduler.Schedules;

/// <summary>Which schedule. Ids of jobs and schedules are unique within their tenant and job.</summary>
public sealed record ScheduleIdentity(string Tenant, string Job, string Schedule)
{
    /// <summary>Spreads <c>H</c> in cron expressions: the same for this name in every process and version.</summary>
    public int Spread => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Tenant}\n{Job}\n{Schedule}")));
}
