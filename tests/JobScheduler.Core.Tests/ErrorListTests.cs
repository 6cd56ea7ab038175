namespace JobScheduler.Core.Tests;

public sealed class ErrorListTests
{
    [Fact]
    public void Add_ofAFieldThatCouldNotBeRead_saysNoMore()
    {
        var errors = new ErrorList();
        errors.AddShape("retry.delays[2]", "must be a duration");
        errors.AddShape("spec", "must be an object");
        errors.Add("retry.delays[2]", "is too long");
        errors.Add("spec.cron", "is empty");
        errors.Add("spec.calendars[0].id", "is no id");
        errors.Add("retry.delays[20]", "is too long");
        errors.Add("retry", "is odd");
        errors.Add("specs", "is odd");
        Assert.Equal(["retry.delays[2]", "spec", "retry.delays[20]", "retry", "specs"], errors.ToDictionary().Keys);
        Assert.True(errors.IsMalformed);
    }

    [Fact]
    public void Add_thatIsJudgedByAFieldThatCouldNotBeRead_saysNothing()
    {
        var errors = new ErrorList();
        errors.AddShape("timeouts.run", "must be a duration");
        errors.Add("timeouts.heartbeat", "is longer than run", "timeouts.run");
        errors.AddShape("at", "is required, or after", "after");
        errors.AddShape("error", "is required", "timeouts.run");
        Assert.Equal(["timeouts.run", "at"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void Add_thatIsJudgedByAWhole_waitsForAllItsParts()
    {
        var errors = new ErrorList();
        errors.AddShape("weekdays[6]", "must be one of");
        errors.Add("weekdays", "all seven", "weekdays");
        errors.Add("kind", "is empty", "week");
        Assert.Equal(["weekdays[6]", "kind"], errors.ToDictionary().Keys);
    }

    [Fact]
    public void AddShape_beyondTheMost_isStillMalformed()
    {
        var errors = new ErrorList();
        for (var i = 0; i < ErrorList.Most; i++)
        {
            errors.Add($"a[{i}]", "is wrong");
        }

        errors.AddShape("b", "must be a number");
        Assert.True(errors.IsMalformed);
    }

    [Fact]
    public void Add_ofMeaningAlone_isNotMalformed()
    {
        var errors = new ErrorList();
        errors.Add("a", "is wrong");
        Assert.False(errors.IsMalformed);
        Assert.Equal(RefusalKind.Invalid, Assert.Throws<RefusalException>(errors.ThrowIfAny).Kind);
    }
}
