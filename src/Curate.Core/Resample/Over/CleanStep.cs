namespace Curate.Core.Resample.Over;

/// <summary>What follows over-sampling.</summary>
internal enum CleanStep : byte
{
    None,

    /// <summary>Edited nearest neighbours, all classes (Batista, Prati and Monard 2004).</summary>
    Editing,

    /// <summary>Both ends of every Tomek link, all classes.</summary>
    Links,
}
