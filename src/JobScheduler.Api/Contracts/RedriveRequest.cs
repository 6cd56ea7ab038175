using System.ComponentModel;
using JobScheduler.Text;

namespace JobScheduler.Api.Contracts;

[Description("How to repeat an ended run. May be left out.")]
public sealed record RedriveRequest
{
    [Description("Null takes the input of the run that is repeated.")]
    public RawJson? Input { get; init; }

    [Description("The definition the run was accepted with, or the job's current one.")]
    public DefinitionChoice? Definition { get; init; }
}
