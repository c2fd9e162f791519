namespace Curate.Core.Profile.Report;

/// <summary>A point of a Lorenz curve.</summary>
public readonly record struct LorenzPoint(double Classes, double Rows);
