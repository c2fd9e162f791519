namespace Curate.Core.Numerics.Kernels;

/// <summary>What all tiles of 16-bit numbers of one scan share.</summary>
/// <param name="Stride">Pairs of numbers from one query row to the next.</param>
/// <param name="Pairs">Pairs of dimensions; an odd last one is paired with 0.</param>
internal readonly record struct WordShape(int Stride, int Pairs);
