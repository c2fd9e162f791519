namespace Curate.Core.Resample;

/// <summary>What happens to one class.</summary>
/// <param name="Key">Group key of the class.</param>
/// <param name="Rows">Rows it has.</param>
/// <param name="Target">Rows it shall have.</param>
/// <param name="Redraw">All rows are drawn with replacement; else every row stays once and only the surplus is drawn.</param>
public sealed record ClassTarget(byte[] Key, long Rows, long Target, bool Redraw);
