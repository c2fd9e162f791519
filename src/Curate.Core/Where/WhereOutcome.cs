namespace Curate.Core.Where;

/// <summary>What a condition may be for some row; for a row where it is unknown it is neither.</summary>
[Flags]
internal enum WhereOutcome
{
    None = 0,
    True = 1,
    False = 2,
    Both = True | False,
}
