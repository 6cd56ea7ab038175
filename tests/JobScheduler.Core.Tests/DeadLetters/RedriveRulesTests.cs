using JobScheduler.DeadLetters;

namespace JobScheduler.Core.Tests.DeadLetters;

public sealed class RedriveRulesTests
{
    public static TheoryData<DeadLetterRedrive, string> Invalid => new()
    {
        { new DeadLetterRedrive { Max = 2, Canary = 3 }, "canary" },
        { new DeadLetterRedrive { Max = -1 }, "max" },
        { new DeadLetterRedrive { Rate = default(Rate) }, "rate" },
        { new DeadLetterRedrive { Rate = new Rate((int)RedriveRules.FastestRate + 1, 's') }, "rate" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Redrive_that_cannot_be_is_refused_by_its_field(DeadLetterRedrive redrive, string field)
    {
        var errors = new ErrorList();
        RedriveRules.Check(redrive, errors);
        Assert.Contains(field, errors.ToDictionary().Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData((int)RedriveRules.FastestRate)]
    public void Redrive_within_its_bounds_is_accepted(int rate)
    {
        var errors = new ErrorList();
        RedriveRules.Check(new DeadLetterRedrive { Rate = new Rate(rate, 's'), Max = 3, Canary = 3 }, errors);
        Assert.True(errors.IsEmpty);
    }
}
