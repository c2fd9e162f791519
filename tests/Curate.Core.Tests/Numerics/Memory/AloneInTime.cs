namespace Curate.Core.Tests.Numerics.Memory;

/// <summary>Tests that measure the whole process run while no others do.</summary>
[CollectionDefinition(nameof(AloneInTime), DisableParallelization = true)]
public sealed class AloneInTime;
