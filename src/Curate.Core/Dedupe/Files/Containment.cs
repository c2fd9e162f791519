namespace Curate.Core.Dedupe.Files;

/// <summary>A table whose rows, as often as they occur, all stand in another.</summary>
/// <param name="Inner">The contained table.</param>
/// <param name="Outer">The one that contains it.</param>
/// <param name="Relation">How.</param>
/// <param name="FirstRow">Where its rows begin, for <see cref="Relation.AllRows"/> and <see cref="Relation.RunOfRows"/>.</param>
public sealed record Containment(int Inner, int Outer, Relation Relation, long FirstRow)
{
    /// <summary>The container and the rule give the table back, row for row.</summary>
    public bool IsRebuildable => Relation is Relation.AllRows or Relation.RunOfRows;
}
