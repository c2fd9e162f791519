namespace Curate.Core.Profile.Report;

/// <summary>A Vendi score.</summary>
/// <param name="Order">Its order, above 0; infinity for one over the largest share.</param>
/// <param name="Score">From 1, all rows alike, to the number of rows.</param>
public readonly record struct VendiValue(double Order, double Score);
