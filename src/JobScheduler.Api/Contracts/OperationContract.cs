using System.ComponentModel;
using JobScheduler.Operations;

namespace JobScheduler.Api.Contracts;

[Description("Work on many records that goes on after its request was answered.")]
public sealed record OperationContract(
    string Id, [property: Description("What it does: redrive, purge, cancel or backfill.")] string Kind, OperationState State, int Done, [property: Description("Null while that is not known.")] int? Total, string? Error)
{
    public static OperationContract Of(Operation operation) =>
        new(operation.Id, operation.Kind, operation.State, operation.Done, operation.Total, operation.Error);
}
