using Curate.Core.Grouping;

namespace Curate.Core.Dependencies;

/// <summary>What a worker finds in one batch for a <see cref="DependencyCheck"/>.</summary>
public sealed class DependencyPart
{
    internal GroupPart? Left { get; set; }

    internal GroupPart? Right { get; set; }
}
