using Xunit.Sdk;
using Xunit.v3;

// Tests of one class have nothing in common either: the long ones go side by side.
[assembly: Parallelization(Mode = ParallelMode.All)]
