namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>A treated row and a row that was matched with it, as rows of the table of features.</summary>
internal readonly record struct MatchedPair(int Treated, int Control, double Distance);
