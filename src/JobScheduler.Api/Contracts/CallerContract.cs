using System.ComponentModel;
using JobScheduler.Api.Access;

namespace JobScheduler.Api.Contracts;

[Description("Who the credentials of this request stand for.")]
public sealed record CallerContract(string Tenant, string Name, Role Role);
