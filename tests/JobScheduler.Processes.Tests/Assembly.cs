// Each test has processes of its own, and two cores have to be enough for all of them.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
