namespace JobScheduler.Targets.Http;

public sealed class MaskedPlacesTests
{
    [Fact]
    public void ToArray_marksThatOverlapTouchAndReachTheEnds_areTheirUnion()
    {
        var places = new MaskedPlaces(10);
        places.Mark(0, 2);
        places.Mark(1, 3);
        places.Mark(3, 4);
        places.Mark(6, 7);
        places.MarkFrom(9);
        Assert.Equal("1111001001", string.Concat(places.ToArray().Select(masked => masked ? '1' : '0')));
    }
}
