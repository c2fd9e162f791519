namespace Curate.Core.Numerics.Kernels;

/// <summary>What all tiles of one scan share.</summary>
/// <param name="Stride">Floats from one query row to the next.</param>
/// <param name="Numeric">Dimensions with numbers; they come first.</param>
/// <param name="Codes">Dimensions with category codes, after the numbers.</param>
/// <param name="CategoryWeight">What one differing code adds.</param>
internal readonly record struct TileShape(int Stride, int Numeric, int Codes, float CategoryWeight);
