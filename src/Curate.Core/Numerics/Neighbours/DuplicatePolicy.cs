namespace Curate.Core.Numerics.Neighbours;

/// <summary>What a neighbour search makes of rows with equal vectors.</summary>
public enum DuplicatePolicy : byte
{
    /// <summary>Every row counts: equal rows are neighbours of each other at distance 0.</summary>
    Keep,

    /// <summary>Equal rows count as one: the first of them stands for all in every list, and no row lists itself or an equal one.</summary>
    Collapse,
}
