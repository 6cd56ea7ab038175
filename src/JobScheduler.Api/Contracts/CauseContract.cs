using System.ComponentModel;

namespace JobScheduler.Api.Contracts;

[Description("What dead letters have in common.")]
public sealed record CauseContract(string Id, string Title);
