"""The words that generated documents are made of: names of nobody and nowhere, and the plain words of public papers."""


def _listed(words: str, parted_by: str | None = None) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.strip().split(parted_by))


GIVEN = _listed("""
Ada Adil Agnes Aisha Alan Alma Amara Amit Amy Anil Anita Anton April Asha Austin Ava Beatrice Ben Bernard Bianca
Boris Bram Brenda Brian Bridget Bruno Callum Cara Carl Carmen Cecil Celia Charles Chloe Clara Cleo Colin Connie
Conrad Cora Craig Daisy Daniel Daphne Darius David Deborah Delia Dennis Derek Diana Dina Donald Dora Duncan
Edith Edward Egon Elaine Eleanor Elias Eliza Elsa Emil Emma Enid Eric Esther Ethan Eva Faith Farah Fatima Fay
Felix Fergus Fiona Flora Frances Frank Freya Gareth Gavin Gemma George Gerald Gita Glenda Gloria Graham Greta
Gus Gwen Hamid Hannah Harriet Harvey Hassan Hazel Helen Henry Hetty Hilda Hugh Ian Ibrahim Ida Imran Ines Ingrid
Irene Isaac Isla Ivor Jacob Jade James Janet Jasmine Jay Jeremy Jill Joan Jonas Joseph Joyce Judith Julian June
Karen Karim Keith Kenneth Kiran Kirsty Lara Laura Leah Lena Leo Leonard Lewis Liam Lily Linda Lionel Lorna Louis
Lucy Lydia Magnus Malcolm Manoj Marcus Margaret Maria Marion Martha Martin Maura Mavis Maya Meera Megan Miles
Miriam Mohan Moira Mona Morris Nadia Naomi Nasreen Neil Nell Nicholas Nina Noah Nora Norman Olga Oliver Olive
Omar Oscar Owen Pamela Patrick Paula Pearl Percy Peter Petra Philip Philippa Priya Quentin Rachel Ralph Ramesh
Raymond Rebecca Reuben Rhona Richard Rita Robert Robin Roger Rosa Rosalind Roy Ruby Rupert Ruth Sadia Sally
Samir Samuel Sandra Sanjay Sarah Saul Selma Shirley Sidney Simon Sonia Sophie Stanley Stella Stephen Susan
Sylvia Tamara Tariq Teresa Thomas Tilda Tobias Tracy Trevor Una Ursula Valerie Vera Victor Vikram Viola Vivian
Walter Wanda Wendy Wilfred William Winifred Xavier Yasmin Yusuf Yvonne Zahra Zara
""")
FAMILY_STARTS = _listed("""
Ack Al Ash Bar Bax Beck Ben Birk Black Bol Brad Bram Bran Brough Bur Cal Cart Chad Clay Cob Cole Cran Cros Cul
Dal Dar Den Dray Dun Eden El Ever Fair Farn Fen Fleet Ford Gar Gil Glad Gran Hal Ham Har Hart Hath Hay Hazel Heb
Hol Horn Hux Ing Kel Ken Kirk Lang Lap Led Lin Lock Lor Lud Mar Mel Mid Mil Mor Nor Oak Old Or Pem Pen Pick Rad
Red Ren Rock Roth Row Rud Sal Scar Sel Shel Sher Sib Stan Stock Sut Swin Tal Thorn Til Tor Tun Under Wad Wal War
Wes Whit Wil Win Wood Wy
""")
FAMILY_ENDS = _listed("""
bourne bridge brook burn bury by combe cott croft dale den don field ford gate grave ham hurst ing land ley low
man mere more ridge rick sby shaw son stead ston stone ter thorpe thwaite tle ton vale wall ward well wick win
wood worth
""")
PLACE_STARTS = _listed("""
Alder Amber Apple Arrow Ashen Barrow Bay Beacon Birch Bishops Brack Bramble Bright Broad Brook Calder Castle
Cedar Chalk Cherry Cold Copper Crow Dane Deep Dove Drum Eagle East Elder Elm Fal Farn Fern Flint Fox Gold Grand
Green Grey Hare Harrow Haven Hazel Heather High Holly Iron Ivel King Lark Laurel Lime Linden Long Loxley Maple
Marsh Meadow Mill Monk Moss Nether North Oak Otter Over Pear Pine Priors Quarry Raven Red Rose Rowan Rush Saint
Salt Sand Sedge Silver South Spring Stag Sterne Stone Strat Swan Thistle Upper Vale Water West Whin White Willow
Winter Wolds Wren Yarrow Yew
""")
PLACE_ENDS = _listed("""
beck bourne bridge brook bury cliffe combe cross dale den field fold ford gate glen ham harbour haven heath hill
holme hurst keld land lea ley lock marsh mere minster moor mouth port ridge rigg shaw side stead stoke stone
stow thorpe ton vale water well wick wold wood worth
""")
BODIES = (
    ("{} Council", "local authority"),
    ("{} NHS Foundation Trust", "NHS trust"),
    ("{} County Council", "local authority"),
    ("{} Hospitals NHS Trust", "NHS trust"),
    ("{} Integrated Care Board", "commissioning body"),
    ("University of {}", "university"),
    ("{} Police", "police"),
    ("{} Community Trust", "charity"),
    ("{} Housing Association", "charity"),
    ("{} Fire and Rescue Service", "other"),
    ("{} Primary Care Network", "other"),
    ("{} Combined Authority", "local authority"),
    ("Friends of {} Hospital", "charity"),
    ("{} Water Services Limited", "company"),
    ("{} Academies Trust", "charity"),
    ("{} Safeguarding Children Board", "board"),
)
"""Pattern of a name, and the classification of what is called so; the more frequent ones first."""
TITLES = _listed(
    """
Chief Executive|Chair|Leader of the Council|Director of Finance|Medical Director|Director of Public Health|
Chief Nurse|Head of Housing|Cabinet Member for Transport|Director of Adult Services|Company Secretary|
Head of Communications|Chief Operating Officer|Non-Executive Director|Programme Manager|Head of Strategy|
Director of Children’s Services|Lead for Mental Health|Head of Planning|Vice Chair|
Chief Information Officer|Head of Procurement|Deputy Chief Executive|Director of Estates|Service Manager|
Head of Democratic Services
""",
    "|",
)
HONORIFICS = _listed("""
Dr Cllr Professor Dame Sir Mr Mrs Ms
""")
MONTHS = _listed("""
January February March April May June July August September October November December
""")
NOUNS = _listed("""
access action adviser agency agreement allotment ambulance answer appeal applicant apprentice area audit bench
benefit bid bridge budget building bus business camera campaign carer case centre change charge childcare choice
clinic coach college comment committee community complaint concern condition consultation contract cost council
court crossing customer cycle deadline debate decision delay delivery demand depot design diagnosis district
doctor drainage driver duty election emergency employer energy engineer entrance equipment estate evidence
example exhibition expert facility family farmer fee festival field finding flat flood fund garden gate grant
group growth guide harbour hearing heating help highway home hospital hostel household idea income incident
increase inspection inquiry interest investment issue job journey junction kitchen landlord lane leaflet learner
lease leisure letter library licence lighting list loan location market meal meeting member museum need
neighbour network nurse nursery offer office option order owner panel parent park parking partner path patient
pavement payment pension permit petition pharmacy place plan platform playground policy pool price principle
problem process programme project property proposal provider pupil question rail range rate reader reason
recovery recycling referral reform register repair report request research reserve resident resource response
review right risk river road roof room route rule safety sample saving scheme school season sector service
session shelter shop signal site skill speech sport staff stage standard station statement stock street student
study subsidy summary supplier support surgery survey target tax teacher team tenant theatre theme ticket town
traffic trainer training tram transfer tree trial tunnel unit venue village visitor volunteer ward warning waste
water website week winter witness work worker workshop year youth
""")
VERBS = _listed("""
accept address adopt allow answer approve arrange assess avoid begin build buy call change check choose close
combine compare complete confirm consider continue cover create cut decide define delay deliver describe design
develop discuss double draft encourage end ensure examine expand explain explore extend face favour finish
follow form gather guide help host identify improve include increase inform inspect introduce invite join keep
launch lead limit list lower maintain manage map measure meet mend modernise monitor move need note offer open
order organise outline own pay plan prepare present prevent promote propose protect provide publish question
reach receive recommend record recruit reduce reform refuse renew repair replace require restore return review
revise run save seek serve set share shape simplify start stop strengthen study suggest support test train trial
update upgrade use value visit want welcome widen
""")
DESCRIBING = _listed("""
accessible affordable annual available average better big bold brief broad busy careful central cheap civic
clean clear coastal common complex daily dedicated detailed digital direct early easy economic effective
efficient empty equal essential extra fair familiar fast final flexible free frequent fresh full future general
gentle good green growing healthy heavy honest important independent joint kind large late lasting legal local
long major main mixed mobile modern monthly narrow natural new novel old open ordinary outdoor outer painful
patient permanent personal popular practical present private proper public quiet rare ready recent regional
regular reliable remote rural safe seasonal secure senior serious shared short simple single skilled slow small
social solid special stable steady strong suitable temporary thorough tidy timely urban urgent useful usual
varied vital voluntary vulnerable warm weekly wide young
""")
WHEN = _listed(
    """
in the autumn|over the next year|before the summer|at short notice|in every ward|across the area|
without delay|for the first time|at no extra cost|in the evenings|at weekends|after a trial|
in three stages|with local groups|in plain English|on the east side|by the end of term|as soon as possible|
from the start|near the station|in the long run|on most days|once a month|during the works
""",
    "|",
)
